namespace Mlp.Data.Tests;

public sealed class StratifiedTests
{
    [Test]
    public void Every_class_has_its_share_on_both_sides_to_within_one_row()
    {
        var random = new System.Random(0);
        for (var seed = 0; seed < 50; seed++)
        {
            var counts = Enumerable
                .Range(0, 1 + random.Next(5))
                .Select(_ => random.Next(4, 40))
                .ToArray();
            var labels = counts
                .SelectMany((count, label) => Enumerable.Repeat(label, count))
                .ToArray();
            random.Shuffle(labels);

            var (train, test) = Split.TrainTestRows(
                labels.Length,
                0.3,
                0.6,
                seed: seed,
                stratify: labels
            );

            Assert.That(
                Split.TrainTest(labels.Length, 0.3, 0.6),
                Is.EqualTo((train.Length, test.Length))
            );
            Assert.That(train.Concat(test), Is.Unique.And.All.InRange(0, labels.Length - 1));
            Near(train);
            Near(test);

            void Near(int[] rows)
            {
                for (var label = 0; label < counts.Length; label++)
                {
                    // Test rows share out what training left, which is itself off by up to one row.
                    Assert.That(
                        rows.Count(row => labels[row] == label),
                        Is.EqualTo((double)counts[label] * rows.Length / labels.Length).Within(2)
                    );
                }
            }
        }
    }

    [Test]
    public void Rows_missing_after_rounding_down_go_to_the_largest_remainders()
    {
        // 10 of 21 rows: shares 3.33, 2.86, 3.81, so the missing two go to the second and third class.
        var labels = Labels(7, 6, 8);

        for (var seed = 0; seed < 10; seed++)
        {
            var (train, test) = Split.TrainTestRows(21, 11, 10, seed: seed, stratify: labels);

            Assert.That(Counts(train, labels), Is.EqualTo(new[] { 3, 3, 4 }));
            Assert.That(Counts(test, labels), Is.EqualTo(new[] { 4, 3, 4 }));
        }
    }

    [Test]
    public void Equal_remainders_are_decided_by_lot()
    {
        // 5 of 10 rows from two classes of 5: one gets 3, the other 2.
        var labels = Labels(5, 5);
        var first = Enumerable
            .Range(0, 40)
            .Select(seed =>
                Counts(Split.TrainTestRows(10, 5, 5, seed: seed, stratify: labels).Train, labels)[0]
            )
            .ToArray();

        Assert.That(first, Has.All.InRange(2, 3).And.Some.EqualTo(2).And.Some.EqualTo(3));
    }

    [Test]
    public void As_many_rows_as_classes_are_enough_on_either_side()
    {
        var labels = Labels(2, 2);

        var (train, test) = Split.TrainTestRows(4, 2, 2, stratify: labels);

        Assert.That(Counts(train, labels), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(Counts(test, labels), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public void Rows_of_a_class_are_drawn_by_lot_and_classes_are_mixed_on_both_sides()
    {
        var labels = Labels(20, 20);

        var (train, test) = Split.TrainTestRows(40, 20, seed: 3, stratify: labels);

        // Of the 20 of the first class, which come first, not only the first ten.
        Assert.That(train.Where(row => row < 20), Has.Some.GreaterThanOrEqualTo(10));
        foreach (var side in new[] { train, test })
        {
            Assert.That(side.Select(row => labels[row]), Is.Not.Ordered);
        }
    }

    [Test]
    public void One_hot_labels_stratify_as_their_classes_do()
    {
        var onehot = new double[,]
        {
            { 1, 0 },
            { 0, 1 },
            { 1, 0 },
            { 0, 1 },
            { 1, 0 },
            { 1, 0 },
        };
        var labels = new long[] { 0, 1, 0, 1, 0, 0 };

        Assert.That(
            Split.TrainTestRows(6, 3, seed: 5, stratify: onehot),
            Is.EqualTo(Split.TrainTestRows(6, 3, seed: 5, stratify: labels))
        );
    }

    [Test]
    public void What_cannot_be_stratified_is_refused()
    {
        Refused("row 3", () => Split.TrainTestRows(4, 2, stratify: Labels(3, 1)));
        Refused("row 0", () => Split.TrainTestRows(4, 2, stratify: Labels(1, 3)));
        Refused("3 classes", () => Split.TrainTestRows(12, 2, stratify: Labels(4, 4, 4)));
        Refused("3 classes", () => Split.TrainTestRows(12, null, 2, stratify: Labels(4, 4, 4)));
        Refused("int32[3]", () => Split.TrainTestRows(4, 2, stratify: new int[3]));
        Refused("at random", () => Split.TrainTestRows(4, 2, shuffle: false, stratify: new int[4]));

        static void Refused(string message, Action call) =>
            Assert.That(call, Throws.ArgumentException.With.Message.Contains(message));
    }

    private static int[] Labels(params int[] counts) =>
        [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];

    private static int[] Counts(int[] rows, int[] labels) =>
        [
            .. Enumerable
                .Range(0, labels.Max() + 1)
                .Select(label => rows.Count(row => labels[row] == label)),
        ];
}
