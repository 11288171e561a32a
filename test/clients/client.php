<?php
// The manner of the published PHP samples: cURL, one function a call, exactly 200 or an error; one file a request.

function call(string $method, string $path, $body, array $headers): array
{
    $curl = curl_init(getenv('BASE_URL') . $path);
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => array_merge(['Authorization: Bearer ' . getenv('API_KEY')], $headers),
    ]);
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
    }
    $answer = curl_exec($curl);
    $status = curl_getinfo($curl, CURLINFO_HTTP_CODE);
    if ($status !== 200) {
        fwrite(STDERR, "$status: $answer\n");
        exit(1);
    }
    return json_decode($answer, true);
}

function callJson(string $method, string $path, ?array $body): array
{
    $json = $body === null ? null : json_encode($body);
    return call($method, $path, $json, ['Content-Type: application/json']);
}

function uploadFile(string $classificationId, ?string $batchId, string $path): array
{
    $parts = ['classificationId' => $classificationId, 'files' => new CURLFile($path)];
    if ($batchId !== null) {
        $parts['batchId'] = $batchId;
    }
    return call('POST', '/documentClassification/uploadFiles', $parts, []);
}

$types = json_decode($argv[1], true);
$paths = array_slice($argv, 2);
$details = ['name' => 'curl', 'documentTypes' => $types];
$created = callJson('POST', '/documentClassification/createClassification', ['classificationDetails' => $details]);
$classificationId = $created['classificationId'];
callJson('PATCH', '/documentClassification/updateClassification', [
    'classificationId' => $classificationId,
    'classificationDetails' => ['name' => 'curl client'],
]);
$view = callJson('POST', '/documentClassification/viewClassification', ['classificationId' => $classificationId]);
$upload = null;
foreach ($paths as $path) {
    $next = uploadFile($classificationId, $upload === null ? null : $upload['batchId'], $path);
    $next['files'] = array_merge($upload === null ? [] : $upload['files'], $next['files']);
    $upload = $next;
}
$ids = ['classificationId' => $classificationId, 'batchId' => $upload['batchId']];
$results = callJson('POST', '/documentClassification/getResults', $ids);
while ($results['status'] === 'waiting') {
    if (isset($results['files'])) {
        exit(1);
    }
    usleep(200000);
    $results = callJson('POST', '/documentClassification/getResults', $ids);
}
$fileId = $results['files'][0]['fileId'];
$one = callJson('POST', '/documentClassification/getResults', $ids + ['fileId' => $fileId]);
$opened = file_get_contents($results['files'][0]['url']);
$credits = callJson('GET', '/credits', null);
$deleted = [
    callJson('DELETE', '/documentClassification/deleteFiles', $ids + ['fileIds' => [$fileId]]),
    callJson('DELETE', '/documentClassification/deleteBatch', $ids),
    callJson('DELETE', '/documentClassification/deleteClassification', ['classificationId' => $classificationId]),
];
echo json_encode(compact('view', 'upload', 'results', 'one', 'opened', 'credits', 'deleted'));
