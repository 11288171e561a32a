<?php
// The manner of the published PHP samples: cURL, exactly 200 or an error; one file a request.

function call(string $method, string $path, $body, array $headers): array
{
    $curl = curl_init(rtrim(getenv('BASE_URL'), '/') . '/' . $path);
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_HTTPHEADER => array_merge(['Authorization: Bearer ' . getenv('API_KEY')], $headers),
    ]);
    $answer = curl_exec($curl);
    $status = curl_getinfo($curl, CURLINFO_HTTP_CODE);
    if ($status !== 200) {
        fwrite(STDERR, "$status: $answer\n");
        exit(1);
    }
    return json_decode($answer, true);
}

function json(string $method, string $path, array $body): array
{
    return call($method, $path, json_encode($body), ['Content-Type: application/json']);
}

function upload(string $path, array $ids, array $files): array
{
    $answer = [];
    $all = [];
    foreach ($files as $file) {
        $answer = call('POST', $path, $ids + ['files' => new CURLFile($file)], []);
        $ids['batchId'] = $answer['batchId'];
        $all = array_merge($all, $answer['files']);
    }
    $answer['files'] = $all;
    return $answer;
}

function poll(string $path, array $ids): array
{
    while (true) {
        $answer = json('POST', $path, $ids);
        if (($answer['status'] ?? '') !== 'waiting') {
            return $answer;
        }
        usleep(200000);
    }
}

$fields = json_decode($argv[1], true);
$paths = array_slice($argv, 2);
$details = ['name' => 'cURL', 'language' => 'English', 'fields' => $fields];
$extractionId = json('POST', 'createExtraction', ['extractionDetails' => $details])['extractionId'];
$ids = ['extractionId' => $extractionId];
json('PATCH', 'updateExtraction', $ids + ['extractionDetails' => ['name' => 'cURL client']]);
$uploaded = upload('uploadFiles', $ids, $paths);
$batch = $ids + ['batchId' => $uploaded['batchId']];
$results = poll('getBatchResults', $batch);
$view = json('POST', 'viewExtraction', $ids);
$fileId = $results['files'][0]['fileId'];
$one = json('POST', 'getBatchResults', $batch + ['fileId' => $fileId]);
$opened = file_get_contents($results['files'][0]['url']);

$types = [[
    'name' => 'Invoice',
    'description' => 'A request for payment of delivered goods or services',
    'uniqueWords' => ['invoice number', 'bill to', 'total amount due'],
    'extractionId' => $extractionId,
]];
$created = json('POST', 'documentClassification/createClassification', [
    'classificationDetails' => ['name' => 'linked', 'documentTypes' => $types],
]);
$classification = ['classificationId' => $created['classificationId']];
$pile = upload('documentClassification/uploadFiles', $classification, $paths);
$classified = poll('documentClassification/getResults', $classification + ['batchId' => $pile['batchId']]);
$linked = poll('getBatchResults', $classified['files'][0]['extraction']);

$deleted = [
    json('DELETE', 'deleteExtraction', $batch + ['fileId' => $fileId]),
    json('DELETE', 'deleteExtraction', $batch),
    json('DELETE', 'deleteExtraction', $ids),
];
echo json_encode(compact('uploaded', 'results', 'view', 'one', 'opened', 'classified', 'linked', 'deleted'));
