#!/usr/bin/env bash
# One task of a Slurm array a shard. In a folder that all nodes see, with conform on the PATH:
#   job=$(sbatch --parsable slurm.sh) && sbatch --dependency=afterany:$job --wrap "conform merge shards --out results.parquet"
# What follows slurm.sh goes to conform: sbatch slurm.sh --family losses
#SBATCH --job-name=conform
#SBATCH --array=0-7
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=00:30:00
# A task that was preempted runs again, and --resume takes over what it had finished.
#SBATCH --requeue
set -euo pipefail

exec conform run --backend cpu --shard auto --isolate --memory-limit 2g --resume --out "shards/$SLURM_ARRAY_TASK_ID.parquet" "$@"
