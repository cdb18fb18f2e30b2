using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Trainings that must not begin.
internal static partial class Fits
{
    private static IEnumerable<Case> Refused()
    {
        var plain = new FitProblem { Name = "plain" };
        (string Name, FitProblem Problem, Func<Node.Map, Draw, Node.Map> Spoil)[] refused =
        [
            (
                "label_beyond_classes",
                plain,
                (inputs, _) =>
                    Replace(inputs, "y", Tensor.Vector<long>([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 3]))
            ),
            (
                "label_minus_1",
                plain,
                (inputs, _) =>
                    Replace(inputs, "y", Tensor.Vector<long>([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, -1]))
            ),
            (
                "label_not_whole",
                plain,
                (inputs, d) => Replace(inputs, "y", d.Vector(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0.5))
            ),
            ("fewer_labels", plain, (inputs, d) => Replace(inputs, "y", d.Labels(3, 10))),
            (
                "inputs_of_another_width",
                plain,
                (inputs, d) => Replace(inputs, "x", d.Normal(1, 11, 5))
            ),
            (
                "no_rows",
                plain,
                (inputs, d) =>
                    Replace(Replace(inputs, "x", d.Of([], 0, 4)), "y", Tensor.Vector<long>([]))
            ),
            (
                "weights_too_few",
                plain,
                (inputs, d) => inputs.With(("sample_weight", d.Weights(10)))
            ),
            (
                "weights_nan",
                plain,
                (inputs, d) =>
                    inputs.With(
                        ("sample_weight", d.Vector(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, double.NaN))
                    )
            ),
            (
                "kernel_nan",
                plain,
                (inputs, d) => Replace(inputs, "initial_weights", Spoilt(inputs, d))
            ),
            (
                "class_weight_nan",
                plain with
                {
                    ClassWeight = [(0, double.NaN)],
                },
                (inputs, _) => inputs
            ),
            (
                "split_leaves_nothing",
                plain with
                {
                    Rows = 10,
                    ValidationSplit = 0.9,
                },
                (inputs, _) => inputs
            ),
            ("split_beyond_1", plain with { ValidationSplit = 1.5 }, (inputs, _) => inputs),
            ("batch_0", plain with { Batch = 0 }, (inputs, _) => inputs),
            ("no_epochs", plain with { Epochs = 0 }, (inputs, _) => inputs),
            (
                "metric_twice",
                plain with
                {
                    Metrics = ["accuracy", "accuracy"],
                },
                (inputs, _) => inputs
            ),
            ("one_hot_for_sparse", plain, (inputs, d) => Replace(inputs, "y", d.OneHot(11, 3))),
            (
                "labels_for_categorical",
                plain with
                {
                    Loss = Categorical,
                },
                (inputs, d) => Replace(inputs, "y", d.Labels(3, 11))
            ),
        ];
        return refused.Select(entry =>
        {
            var problem = entry.Problem with { Name = entry.Name, Tags = ["refusal"] };
            var sound = problem.Case("fit", "fit", Refusal);
            return sound with
            {
                Inputs = entry.Spoil(sound.Inputs, new Draw($"{sound.Id}/spoilt", sound.DType)),
            };
        });
    }

    private static Node.Map Replace(Node.Map inputs, string key, Node value) =>
        new([
            .. inputs.Entries.Select(entry =>
                entry.Key == key ? KeyValuePair.Create(key, value) : entry
            ),
        ]);

    private static Node.List Spoilt(Node.Map inputs, Draw d)
    {
        var weights = inputs["initial_weights"].AsList();
        return new([weights[0], d.Vector(0, 0, double.NaN, 0, 0), .. weights.Skip(2)]);
    }
}
