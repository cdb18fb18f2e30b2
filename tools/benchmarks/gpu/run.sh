#!/usr/bin/env bash
# The GPU suite and the GPU's figures beside their peers, on a machine that has an NVIDIA driver, an NVRTC and python3, and no .NET:
#   dotnet publish tools/conform -p:Bare=true -o DIR      # elsewhere
#   bash tools/benchmarks/gpu/run.sh DIR/conform OUT      # there; about 7 minutes
# OUT gets a file for each part; summary.txt says how each ended, and what a step took.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
conform=$(realpath "$1") out=$2
mkdir -p "$out" && out=$(realpath "$out")

# NVRTC comes with PyTorch, in a package of its own.
if [ -z "${MLP_NVRTC:-}" ]; then
  MLP_NVRTC=$(python3 -c '
import glob, os, site, sys
places = site.getsitepackages() + [site.getusersitepackages()] + sys.path
found = [f for p in places for f in glob.glob(os.path.join(p, "nvidia", "**", "libnvrtc.so.1*"), recursive=True)]
print(sorted(found)[-1] if found else "")')
  [ -n "$MLP_NVRTC" ] && export MLP_NVRTC
fi

summary=$out/summary.txt
{ date -u; nvidia-smi --query-gpu=name,driver_version --format=csv,noheader; echo "NVRTC ${MLP_NVRTC:-of the loader}"; } >"$summary" 2>&1

part() { # NAME, seconds, command: its output to a file, its end to the summary
  local name=$1 limit=$2 begun=$SECONDS && shift 2
  timeout "$limit" "$@" >"$out/$name.txt" 2>&1
  echo "$name: exit $? after $((SECONDS - begun)) s" | tee -a "$summary"
}

# The persistent path first: it is what has changed most.
part suite-persistent 60 "$conform" run --backend gpu:cuda:persistent --out "$out/persistent.jsonl"
part suite-general 60 "$conform" run --backend gpu:cuda --out "$out/general.jsonl"
part compare-cpu 60 "$conform" compare cpu "$out/general.jsonl"

# The same cases by PyTorch on this GPU: from Python, and through TorchSharp over the same libtorch.
testee=$here/../../../fixtures/examples/pytorch
"$conform" cases export --out "$out/cases.jsonl" >/dev/null
part suite-pytorch 200 python3 "$testee/testee.py" "$out/cases.jsonl" "$out/pytorch.jsonl"
part judge-pytorch 60 "$conform" judge "$out/pytorch.jsonl" --declines "$testee/declines.json"
part compare-pytorch 60 "$conform" compare "$out/general.jsonl" "$out/pytorch.jsonl"
MLP_LIBTORCH=$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
export MLP_LIBTORCH
part suite-torch-cuda 200 "$conform" run --backend torch:cuda --out "$out/torch-cuda.jsonl"
rm "$out/cases.jsonl"

python3 "$here/peers.py" --write "$out/data/fashion-mnist"
export MLP_DATA=$out/data
for batch in 32 8192; do
  for path in persistent general; do
    [ "$batch-$path" = 8192-persistent ] && continue
    # A kernel for one model is compiled beside its first training, and kept: what is timed is a later one.
    part "compile-$path-$batch" 60 "$conform" train fashion-mnist --backend "gpu:cuda:$path" --batch-size "$batch" --epochs 1
    part "train-$path-$batch" 60 "$conform" train fashion-mnist --backend "gpu:cuda:$path" \
      --batch-size "$batch" --epochs 5 --history "$out/train-$path-$batch.csv"
  done
  part "peers-$batch" 150 python3 "$here/peers.py" --batch "$batch" --rounds 3 --epochs 2 --out "$out/peers.jsonl"
done
rm -rf "$out/data"

# Seconds of an epoch, validation on 5,000 rows included: the least of all but the first, over its steps.
python3 - "$out" >>"$summary" <<'PY'
import csv, glob, json, os, sys
for path in sorted(glob.glob(os.path.join(sys.argv[1], "train-*.csv"))):
    rows = list(csv.DictReader(open(path)))
    key = next((name for name in rows[0] if "second" in name.lower()), None) if rows else None
    batch = int(os.path.basename(path).split("-")[2].split(".")[0])
    if key:
        seconds = min(float(row[key]) for row in rows[1:])
        print(f"{os.path.basename(path)}: {1e6 * seconds / -(-55000 // batch):.1f} us a step, validation included")
for line in open(os.path.join(sys.argv[1], "peers.jsonl")):
    peer = json.loads(line)
    print(f"{peer['peer']} {peer['version']}, batch {peer['batch']}: {peer['us_a_step_median']:.1f} us a step, loss {peer['loss']:.6f}")
PY
cat "$summary"
