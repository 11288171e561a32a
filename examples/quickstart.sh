#!/bin/sh
# From nothing to answers with curl alone: sh quickstart.sh URL KEY FILE...
set -eu
api="${1%/}/api/v1/documentClassification"
key="$2"
shift 2
here="$(dirname "$0")"
id_of() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

classification=$(curl -sS --fail-with-body "$api/createClassification" \
  -H "Authorization: Bearer $key" \
  -H 'Content-Type: application/json' \
  -d "{\"classificationDetails\": {\"name\": \"Quick start\", \"documentTypes\": $(cat "$here/types.json")}}" \
  | id_of classificationId)

for file in "$@"; do set -- "$@" -F "files=@$file"; shift; done
batch=$(curl -sS --fail-with-body "$api/uploadFiles" \
  -H "Authorization: Bearer $key" \
  -F "classificationId=$classification" "$@" \
  | id_of batchId)

while :; do
  results=$(curl -sS --fail-with-body "$api/getResults" \
    -H "Authorization: Bearer $key" \
    -H 'Content-Type: application/json' \
    -d "{\"classificationId\": \"$classification\", \"batchId\": \"$batch\"}")
  case "$results" in *'"status":"waiting"'*) sleep 1 ;; *) break ;; esac
done
echo "$results"
