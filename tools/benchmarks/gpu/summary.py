"""Microseconds a step of the native library beside its peers, from what run.sh left in a folder; fails where they did not train alike.

    python3 summary.py OUT     # OUT/bench/*.json of conform bench --only gpu, OUT/peers.jsonl of peers.py
"""

import glob
import json
import os
import sys

# Of losses: float32 sums in other orders over thousands of steps part them by less.
EQUAL_WORK = 1e-3


def native(out):
    """Trainings of the native library, and the one until an accuracy."""
    works = []
    for path in sorted(glob.glob(os.path.join(out, "bench", "*.json"))):
        with open(path, encoding="utf-8") as file:
            works += [work["gpu"] for work in json.load(file)["works"] if work.get("gpu")]
    trainings = [
        (training["backend"], training["batchSize"], training["epochs"], training["median"], training["lastLoss"])
        for work in works
        for training in work["trainings"]
    ]
    return trainings, [work["toAccuracy"] for work in works if work.get("toAccuracy")]


def peers(out):
    """Trainings of the peers."""
    path = os.path.join(out, "peers.jsonl")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return [
        (f"{peer['peer']} {peer['version']}", peer["batch"], peer["epochs"], peer["us_a_step_median"], peer["loss"])
        for peer in lines
    ]


def main():
    out = sys.argv[1]
    ours, accuracies = native(out)
    theirs = peers(out)
    for name, batch, epochs, median, loss in ours + theirs:
        print(f"{name}, batch {batch}: {median:.1f} us a step, loss {loss:.6f} after {epochs} epochs")
    apart = []
    for name, batch, epochs, median, loss in ours:
        for peer, peers_batch, peers_epochs, peers_median, peers_loss in theirs:
            if batch != peers_batch:
                continue
            print(f"{name} by {peer}, batch {batch}: {median / peers_median:.3f} of its time, {peers_median / median:.2f}x as fast")
            # Not a number is apart from everything.
            if epochs != peers_epochs or not abs(loss - peers_loss) <= EQUAL_WORK * abs(peers_loss):
                apart.append(f"{name} came to {loss} after {epochs} epochs, {peer} to {peers_loss} after {peers_epochs}, batch {batch}")
    for reached in accuracies:
        print(
            f"{reached['backend']}, batch {reached['batchSize']}: accuracy {reached['accuracy']:.4f} for {reached['wanted']} wanted, "
            f"after {reached['epochs']} epochs in {reached['seconds']:.3f} s, validation included"
        )
    if not ours or not theirs:
        sys.exit(f"Nothing to compare: {len(ours)} trainings of the native library, {len(theirs)} of peers.")
    if apart:
        sys.exit("Not the same work: " + "; ".join(apart))
    print(f"last losses agree within {EQUAL_WORK}")


if __name__ == "__main__":
    main()
