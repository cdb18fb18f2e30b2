#!/usr/bin/env bash
# The GPU suite and the GPU's figures beside their peers, on a machine that has an NVIDIA driver, an NVRTC and python3, and no .NET:
#   dotnet publish tools/conform -p:Bare=true -o DIR      # elsewhere
#   bash tools/benchmarks/gpu/run.sh DIR/conform OUT      # there; about 5 minutes, never much more than 8
# OUT gets a file for each part; summary.txt says how each ended, and what a step took; results.tar.gz holds all of it. Real data
# are used where MLP_DATA names a folder with fashion-mnist, else drawn images. Ends with 1 where losses of the peers are not ours.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
conform=$(realpath "$1") out=$2
mkdir -p "$out" && out=$(realpath "$out")

if [ -d "${MLP_DATA:-}/fashion-mnist" ]; then
  MLP_DATA=$(realpath "$MLP_DATA") && export MLP_DATA
else
  unset MLP_DATA
fi

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
{
  date -u
  nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
  echo "NVRTC ${MLP_NVRTC:-of the loader}; data ${MLP_DATA:-drawn}"
} >"$summary" 2>&1

# Seconds for all parts; what finds none left is skipped, the last ones first.
budget=${BUDGET:-500}
part() { # NAME, seconds, command: its output to a file, its end to the summary
  local name=$1 limit=$2 begun=$SECONDS left=$((budget - SECONDS)) && shift 2
  if [ "$left" -lt 10 ]; then
    echo "$name: skipped, no time is left" | tee -a "$summary"
    return
  fi
  timeout -k 5 "$((limit < left ? limit : left))" "$@" >"$out/$name.txt" 2>&1
  echo "$name: exit $? after $((SECONDS - begun)) s" | tee -a "$summary"
}

part suite-persistent 60 "$conform" run --backend gpu:cuda:persistent --out "$out/persistent.jsonl"
part suite-general 60 "$conform" run --backend gpu:cuda --out "$out/general.jsonl"
part compare-cpu 60 "$conform" compare cpu "$out/general.jsonl"

# The native library, then the peers on the rows, first weights and orders that it wrote. bench-gpu ends with 1 where a goal is missed.
rm -rf "$out/bench" "$out/peers.jsonl"
part bench-gpu 120 "$conform" bench --only gpu --peers "$out/work" --out "$out/bench"
part peers-32 120 python3 "$here/peers.py" --work "$out/work" --batch 32 --rounds 2 --out "$out/peers.jsonl"
part peers-8192 60 python3 "$here/peers.py" --work "$out/work" --batch 8192 --rounds 5 --out "$out/peers.jsonl"
rm -rf "$out/work"
part figures 20 python3 "$here/summary.py" "$out"
grep -q "^figures: exit 0" "$summary" && alike=0 || alike=1

# Nothing is timed from here on: the sanitizers run beside this, the same cases by PyTorch on this GPU, from Python and through
# TorchSharp over the same libtorch.
peers_suites() {
  local testee=$here/../../../fixtures/examples/pytorch
  "$conform" cases export --out "$out/cases.jsonl" >/dev/null
  part suite-pytorch 200 python3 "$testee/testee.py" "$out/cases.jsonl" "$out/pytorch.jsonl"
  part judge-pytorch 30 "$conform" judge "$out/pytorch.jsonl" --declines "$testee/declines.json"
  part compare-pytorch 30 "$conform" compare "$out/general.jsonl" "$out/pytorch.jsonl"
  MLP_LIBTORCH=$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
  export MLP_LIBTORCH
  part suite-torch-cuda 200 "$conform" run --backend torch:cuda --out "$out/torch-cuda.jsonl"
  rm -f "$out/cases.jsonl"
}
peers_suites &

# Small cases, since every access is looked at: whole trainings on both paths, on the general one the layers by themselves, and the
# persistent kernel that is compiled for one model and takes over after the first epochs: by memcheck on images, by racecheck, for
# which these are too many, on a table.
sanitizer=$(command -v compute-sanitizer /usr/local/cuda/bin/compute-sanitizer | head -n 1)
if [ -n "$sanitizer" ]; then
  sanitize() { # tool, name, the command's arguments
    local tool=$1 name=$2 && shift 2
    part "$tool-$name" 60 "$sanitizer" --tool "$tool" --target-processes all --error-exitcode 9 "$conform" "$@"
  }
  for tool in racecheck memcheck; do
    sanitize "$tool" persistent run --backend gpu:cuda:persistent --family history
    sanitize "$tool" bytes run --backend gpu:cuda:persistent --id fit/fit/bytes_48
    sanitize "$tool" general run --backend gpu:cuda:general --family history --family dense
  done
  if [ -n "${MLP_DATA:-}" ]; then
    sanitize memcheck one-model train fashion-mnist --backend gpu:cuda:persistent --batch-size 32 --epochs 4
    # Last, as it has taken all of its time so far.
    sanitize racecheck one-model train california-housing --backend gpu:cuda:persistent --batch-size 32 --epochs 4
  fi
fi

wait
cat "$out/figures.txt" >>"$summary"
cat "$summary"

# Packed beside, so that it does not hold itself.
rm -f "$out/results.tar.gz"
packed=$(mktemp) && tar -czf "$packed" -C "$out" . && chmod 644 "$packed" && mv "$packed" "$out/results.tar.gz"
exit "$alike"
