# The manner of the published Python samples: requests, one function a call, exactly 200 or an error.
import json
import os
import sys
import time

import requests

BASE = os.environ["BASE_URL"]
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["API_KEY"]}


def only_200(response):
    if response.status_code == 200:
        return response.json()
    raise RuntimeError(f"{response.status_code}: {response.text}")


def call(method, path, body):
    return only_200(requests.request(method, BASE + "/" + path, json=body, headers=HEADERS))


def upload(path, ids, paths):
    files = [("files", open(path, "rb")) for path in paths]
    try:
        headers = {"Authorization": HEADERS["Authorization"]}
        return only_200(requests.post(BASE + "/" + path, data=ids, files=files, headers=headers))
    finally:
        for _, file in files:
            file.close()


def poll(path, ids):
    while True:
        answer = call("POST", path, ids)
        if answer.get("status") != "waiting":
            return answer
        assert "files" not in answer
        time.sleep(0.2)


fields, *paths = sys.argv[1:]
details = {"name": "requests", "language": "English", "fields": json.loads(fields)}
extraction_id = call("POST", "createExtraction", {"extractionDetails": details})["extractionId"]
ids = {"extractionId": extraction_id}
call("PATCH", "updateExtraction", {**ids, "extractionDetails": {"name": "requests client"}})
uploaded = upload("uploadFiles", ids, paths)
batch = {**ids, "batchId": uploaded["batchId"]}
results = poll("getBatchResults", batch)
view = call("POST", "viewExtraction", ids)
file_id = results["files"][0]["fileId"]
one = call("POST", "getBatchResults", {**batch, "fileId": file_id})
opened = requests.get(results["files"][0]["url"]).text

types = [
    {
        "name": "Invoice",
        "description": "A request for payment of delivered goods or services",
        "uniqueWords": ["invoice number", "bill to", "total amount due"],
        "extractionId": extraction_id,
    }
]
module = "documentClassification/"
created = call("POST", module + "createClassification", {"classificationDetails": {"name": "linked", "documentTypes": types}})
classification = {"classificationId": created["classificationId"]}
pile = upload(module + "uploadFiles", classification, paths)
classified = poll(module + "getResults", {**classification, "batchId": pile["batchId"]})
linked = poll("getBatchResults", classified["files"][0]["extraction"])

deleted = [
    call("DELETE", "deleteExtraction", {**batch, "fileId": file_id}),
    call("DELETE", "deleteExtraction", batch),
    call("DELETE", "deleteExtraction", ids),
]
print(
    json.dumps(
        dict(
            uploaded=uploaded,
            results=results,
            view=view,
            one=one,
            opened=opened,
            classified=classified,
            linked=linked,
            deleted=deleted,
        )
    )
)
