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


def create_classification(details):
    url = BASE + "/documentClassification/createClassification"
    return only_200(requests.post(url, json={"classificationDetails": details}, headers=HEADERS))


def view_classification(classification_id):
    url = BASE + "/documentClassification/viewClassification"
    return only_200(requests.post(url, json={"classificationId": classification_id}, headers=HEADERS))


def update_classification(classification_id, details):
    url = BASE + "/documentClassification/updateClassification"
    body = {"classificationId": classification_id, "classificationDetails": details}
    return only_200(requests.patch(url, json=body, headers=HEADERS))


def upload_files(classification_id, paths):
    url = BASE + "/documentClassification/uploadFiles"
    files = [("files", open(path, "rb")) for path in paths]
    try:
        headers = {"Authorization": HEADERS["Authorization"]}
        data = {"classificationId": classification_id}
        return only_200(requests.post(url, data=data, files=files, headers=headers))
    finally:
        for _, file in files:
            file.close()


def get_results(**ids):
    return only_200(requests.post(BASE + "/documentClassification/getResults", json=ids, headers=HEADERS))


def delete(path, **ids):
    return only_200(requests.delete(BASE + "/documentClassification/" + path, json=ids, headers=HEADERS))


types, *paths = sys.argv[1:]
created = create_classification({"name": "requests", "documentTypes": json.loads(types)})
classification_id = created["classificationId"]
update_classification(classification_id, {"name": "requests client"})
view = view_classification(classification_id)
upload = upload_files(classification_id, paths)
ids = {"classificationId": classification_id, "batchId": upload["batchId"]}
results = get_results(**ids)
while results["status"] == "waiting":
    assert "files" not in results
    time.sleep(0.2)
    results = get_results(**ids)
file_id = results["files"][0]["fileId"]
one = get_results(**ids, fileId=file_id)
opened = requests.get(results["files"][0]["url"]).text
credits = only_200(requests.get(BASE + "/credits", headers=HEADERS))
deleted = [
    delete("deleteFiles", **ids, fileIds=[file_id]),
    delete("deleteBatch", **ids),
    delete("deleteClassification", classificationId=classification_id),
]
print(json.dumps(dict(view=view, upload=upload, results=results, one=one, opened=opened, credits=credits, deleted=deleted)))
