namespace Mlp.Native.Tests;

public sealed class ScoresTests
{
    // Of scikit-learn's documentation of confusion_matrix and accuracy_score.
    [Test]
    public void The_examples_of_scikit_learn_come_out()
    {
        var confusion = Scores.ConfusionMatrix(
            new[] { 2, 0, 2, 2, 0, 1 },
            new[] { 0, 0, 2, 2, 0, 2 }
        );

        Assert.That(confusion.Shape, Is.EqualTo([3, 3]));
        Assert.That(confusion.Values.ToArray(), Is.EqualTo([2, 0, 0, 0, 0, 1, 1, 0, 2]));
        Assert.That(Scores.Accuracy(new[] { 0, 1, 2, 3 }, new[] { 0, 2, 1, 3 }), Is.EqualTo(0.5));
    }

    [Test]
    public void Weights_count_rows_by_their_share() =>
        Assert.That(
            Scores.Accuracy(new[] { 0, 1 }, new[] { 0, 0 }, new double[] { 1, 3 }),
            Is.EqualTo(0.25)
        );

    [Test]
    public void More_classes_than_occur_make_empty_rows() =>
        Assert.That(
            Scores.ConfusionMatrix(new[] { 0 }, new[] { 0 }, classes: 2).Values.ToArray(),
            Is.EqualTo([1, 0, 0, 0])
        );

    [Test]
    public void Classes_are_counted_over_labels_and_predictions()
    {
        Assert.That(
            Scores.ConfusionMatrix(new[] { 0, 2 }, new[] { 1, 0 }).Shape,
            Is.EqualTo([3, 3])
        );
        Assert.That(
            Scores.ConfusionMatrix(new[] { 0, 0 }, new[] { 0, 2 }).Shape,
            Is.EqualTo([3, 3])
        );
    }

    [Test]
    public void What_is_no_class_or_does_not_pair_is_refused()
    {
        Refused(() => Scores.Accuracy(new[] { 0 }, new[] { 0, 1 }), "as many rows");
        Refused(() => Scores.Accuracy(Array.Empty<int>(), Array.Empty<int>()), "as many rows");
        Refused(() => Scores.Accuracy(new[] { 0 }, new[] { 0 }, new double[] { 0 }), "sum to 0");
        Refused(
            () => Scores.Accuracy(new[] { 0, 1 }, new[] { 0, 1 }, new double[] { 1 }),
            "sample"
        );
        Refused(() => Scores.ConfusionMatrix(new[] { 0 }, new[] { 0, 1 }), "as many rows");
        Refused(() => Scores.ConfusionMatrix(new[] { 0, 0 }, new[] { 0, 2 }, 2), "predicted 2");
        Refused(() => Scores.ConfusionMatrix(new[] { -1 }, new[] { 0 }), "-1 at row 0");
        Refused(() => Scores.ConfusionMatrix(new[] { 0.5 }, new[] { 0.0 }), "0.5 at row 0");
        Refused(
            () => Scores.ConfusionMatrix(new[] { 0, 2 }, new[] { 0, 0 }, 2),
            "Row 1 is of class 2, predicted 0; classes are 0 to 1"
        );
        Refused(() => Scores.ConfusionMatrix(new[] { 0 }, new[] { 0 }, 0), "0 classes");
        Refused(() => Scores.ConfusionMatrix(new[] { 0 }, new[] { 0 }, 50_000), "1 to 32767");
        Refused(() => Scores.ConfusionMatrix(new[] { 40_000 }, new[] { 0 }), "0 to 32766");

        static void Refused(Action call, string message) =>
            Assert.That(call, Throws.ArgumentException.With.Message.Contains(message));
    }
}
