namespace Mlp.Conformance.Mutants.Families;

internal static class LossMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "log_bounded_at_minus_100",
            "losses",
            "Binary crossentropy bounds the logarithm at -100 instead of clipping the probability, as torch's BCELoss",
            "Truth/Losses/BinaryCrossentropy.cs",
            "sum.AddProduct(t[j], Elementary.Log(c)); sum.AddProduct(T.One - t[j], Elementary.Log1P(-c));",
            """
            c = predictions[j];
            var least = T.CreateChecked(-100);
            sum.AddProduct(t[j], T.Max(Elementary.Log(c), least));
            sum.AddProduct(T.One - t[j], T.Max(Elementary.Log1P(-c), least));
            """
        ),
        new(
            "epsilon_missing",
            "losses",
            "Probabilities are not clipped: log(0) is infinite",
            "Truth/Losses/Clip.cs",
            "public static T Value(T p) => T.Min(T.Max(p, Lowest), Highest);",
            "public static T Value(T p) => p;"
        ),
        new(
            "epsilon_1e-8",
            "losses",
            "Probabilities are clipped at 1e-8, as in code that takes Adam's epsilon of torch for both",
            "Truth/Losses/Clip.cs",
            "T.CreateChecked(1e-7); private static readonly T Highest = T.CreateChecked(1 - 1e-7);",
            "T.CreateChecked(1e-8); private static readonly T Highest = T.CreateChecked(1 - 1e-8);"
        ),
        new(
            "only_clipped_from_below",
            "losses",
            "Probabilities are clipped at 1e-7 from below only, as log(p + epsilon) does",
            "Truth/Losses/Clip.cs",
            "T.Min(T.Max(p, Lowest), Highest)",
            "T.Max(p, Lowest)"
        ),
        new(
            "clipped_without_dividing",
            "losses",
            "Categorical crossentropy takes probabilities as they are and does not divide a row by its sum",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "var total = Total(predictions); var sum = new Sum<T>();",
            "var total = T.One; var sum = new Sum<T>();"
        ),
        new(
            "no_maximum_in_log_sum_exp",
            "losses",
            "From logits, log(sum e^x) is taken without taking the maximum out: it overflows at 89 in float32",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "var logs = LogSoftmax<T>.Value(predictions);",
            """
            var total = new Sum<T>();
            foreach (var x in predictions)
            {
                total.Add(Elementary.Exp(x));
            }

            var logs = predictions.ToArray();
            for (var j = 0; j < logs.Length; j++)
            {
                logs[j] -= Elementary.Log(total.Value);
            }
            """
        ),
        new(
            "log_of_softmax",
            "losses",
            "From logits, the logarithm of the softmax is taken: a probability that is rounded to 0 costs infinity",
            "Truth/Losses/SparseCategoricalCrossentropy.cs",
            "-LogSoftmax<T>.Value(predictions)[int.CreateChecked(targets[0])];",
            "-Elementary.Log(Softmax<T>.Value(predictions)[int.CreateChecked(targets[0])]);"
        ),
        new(
            "logits_clipped",
            "losses",
            "From logits, the softmax is clipped as probabilities are: no loss above 16.118",
            "Truth/Losses/SparseCategoricalCrossentropy.cs",
            "-LogSoftmax<T>.Value(predictions)[int.CreateChecked(targets[0])];",
            "-Elementary.Log(Clip<T>.Value(Softmax<T>.Value(predictions)[int.CreateChecked(targets[0])]));"
        ),
        new(
            "binary_logits_overflow",
            "losses",
            "Binary crossentropy from logits is written log(1 + e^x) - x*y, which overflows",
            "Truth/Losses/BinaryCrossentropy.cs",
            "sum.Add(T.Max(x, T.Zero)); sum.AddProduct(-x, t[j]); sum.Add(Elementary.Log1P(Elementary.Exp(-T.Abs(x))));",
            "sum.Add(Elementary.Log1P(Elementary.Exp(x))); sum.AddProduct(-x, t[j]);"
        ),
        new(
            "smoothing_over_one_class_less",
            "losses",
            "Label smoothing shares s among the C - 1 wrong classes",
            "Truth/Losses/LabelSmoothing.cs",
            "T.CreateChecked(smoothing / classes)",
            "T.CreateChecked(smoothing / Math.Max(classes - 1, 1))"
        ),
        new(
            "binary_smoothing_not_halved",
            "losses",
            "Binary label smoothing adds s instead of s/2",
            "Truth/Losses/BinaryCrossentropy.cs",
            "classes: 2); var sum = new Sum<T>(); for (var j = 0; j < t.Length; j++) { var c",
            "classes: 1); var sum = new Sum<T>(); for (var j = 0; j < t.Length; j++) { var c"
        ),
        new(
            "squared_error_halved",
            "losses",
            "Squared error is (p - y)^2 / 2, as textbooks have it",
            "Truth/Losses/SquaredError.cs",
            "return sum.Value / T.CreateChecked(predictions.Length);",
            "return sum.Value / (Two * T.CreateChecked(predictions.Length));"
        ),
        new(
            "mean_over_rows_and_classes",
            "losses",
            "The mean divides by all predictions, rows times outputs",
            "Truth/Losses/Losses.cs",
            "return reduction is Reduction.Sum or Reduction.None ? T.One : sum.Value;",
            "return reduction is Reduction.Sum or Reduction.None ? T.One : sum.Value * T.CreateChecked(predictions.Columns);"
        ),
        new(
            "ignored_rows_counted",
            "losses",
            "Rows of the ignored class count in n, though they add nothing",
            "Truth/Losses/Losses.cs",
            "if (!ignored[i]) { sum.Add(",
            "{ sum.Add("
        ),
        new(
            "last_of_33_rows_left_out",
            "losses",
            "The loop over rows goes in steps of 16 or 8 and leaves the last of 33 out",
            "Truth/Losses/Losses.cs",
            "if (!ignored[i]) { var loss",
            "if (!ignored[i] && !(weights.Length == 33 && i == 32)) { var loss"
        ),
        new(
            "labels_broadcast",
            "losses",
            "Labels (n,) against predictions (n, 1) broadcast to an n by n table, as numpy does",
            "Truth/Losses/Losses.cs",
            "this.predictions = Matrix<T>.From(predictions, samples);",
            """
            this.predictions = Matrix<T>.From(predictions, samples);
            if (loss is not SparseCategoricalCrossentropy && labels.Rank == 1 && predictions.Rank == 2 && predictions.Shape[1] == 1)
            {
                T[] table = [.. Enumerable.Repeat(targets.Values, samples).SelectMany(row => row)];
                targets = new(table, samples, samples);
                table = [.. this.predictions.Values.SelectMany(value => Enumerable.Repeat(value, samples))];
                this.predictions = new(table, samples, samples);
            }
            """
        ),
        new(
            "labels_in_a_byte",
            "losses",
            "Class labels are kept in a byte: class 256 becomes 0",
            "Truth/Losses/SparseCategoricalCrossentropy.cs",
            "-LogSoftmax<T>.Value(predictions)[int.CreateChecked(targets[0])];",
            "-LogSoftmax<T>.Value(predictions)[(byte)int.CreateChecked(targets[0])];"
        ),
        new(
            "nan_probability_clipped",
            "losses",
            "A probability of NaN is clipped to the least one in binary crossentropy, so that NaN goes unseen",
            "Truth/Losses/BinaryCrossentropy.cs",
            "var c = Clip<T>.Value(predictions[j]);",
            "var c = Clip<T>.Value(T.IsNaN(predictions[j]) ? T.Zero : predictions[j]);"
        ),
    ];
}
