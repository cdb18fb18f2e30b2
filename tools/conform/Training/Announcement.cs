using System.Globalization;
using System.Text;
using Mlp;
using Mlp.Optimizers;

namespace Conform.Training;

/// <summary>What is about to be trained, as two lists: hyperparameters of the model, and of its training.</summary>
internal static class Announcement
{
    public static string Of(Walkthrough walkthrough, Parts parts, IBackend backend, int seed)
    {
        var (problem, chosen) = (walkthrough.Problem, walkthrough.Hyperparameters);
        var model = walkthrough.Model;
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{problem.Name}: {parts.Train.Rows:N0} rows to train, {parts.Validation.Rows:N0} to validate, {parts.Test.Rows:N0} to test\n"
        );
        List(
            text,
            "Model",
            ("inputs", Inputs(model)),
            ("hidden layers", Hidden(chosen)),
            ("outputs", $"{model.Outputs}, {chosen.OutputActivation.Name}"),
            ("parameters", model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture))
        );
        List(
            text,
            "Training",
            ("loss", chosen.Loss.Name),
            ("optimizer", chosen.Optimizer.Name),
            ("learning rate", Rate(chosen.Optimizer.LearningRate)),
            ("batch size", $"{chosen.BatchSize}"),
            ("epochs", $"{chosen.Epochs}"),
            ("class weights", chosen.Balanced ? "balanced" : "none"),
            ("sample weights", parts.Train.SampleWeight is null ? "none" : "from a column"),
            ("seed", $"{seed}"),
            ("backend", backend.Name)
        );
        return text.ToString();
    }

    private static void List(
        StringBuilder text,
        string title,
        params (string Name, string Value)[] items
    )
    {
        text.Append('\n').Append(title).Append('\n');
        foreach (var (name, value) in items)
        {
            text.Append("  ").Append(name.PadRight(16)).Append(value).Append('\n');
        }
    }

    private static string Inputs(ModelSpec model) =>
        model.InputShape.Count == 1
            ? $"{model.Inputs}"
            : $"{string.Join(" x ", model.InputShape)}, flattened to {model.Inputs}";

    private static string Hidden(Hyperparameters chosen) =>
        chosen.Hidden.Count == 0
            ? "none"
            : $"{string.Join(", ", chosen.Hidden)}, {chosen.Activation.Name}";

    private static string Rate(LearningRate rate) =>
        rate is ConstantRate constant
            ? constant.Rate.ToString(CultureInfo.InvariantCulture)
            : rate.ToString()!;
}
