"""Classifies files: python3 classify.py URL KEY FILE... (needs the package requests)"""
import json
import pathlib
import sys
import time

import requests

url, key, *paths = sys.argv[1:]
types = json.loads(pathlib.Path(__file__).with_name("types.json").read_text())


def call(endpoint, **request):
    response = requests.post(
        f"{url}/api/v1/documentClassification/{endpoint}",
        headers={"Authorization": f"Bearer {key}"},
        **request,
    )
    answer = response.json()
    if response.status_code != 200:
        raise SystemExit(answer["message"])
    return answer


details = {"name": "Example", "documentTypes": types}
created = call("createClassification", json={"classificationDetails": details})
ids = {"classificationId": created["classificationId"]}

files = [("files", (pathlib.Path(path).name, pathlib.Path(path).read_bytes())) for path in paths]
ids["batchId"] = call("uploadFiles", data=ids, files=files)["batchId"]

results = call("getResults", json=ids)
while results["status"] == "waiting":
    time.sleep(1)
    results = call("getResults", json=ids)
for file in results["files"]:
    result = file.get("result")
    print(f"{file['fileName']}: {result['documentType']} ({result['confidence']})" if result else file["error"])
