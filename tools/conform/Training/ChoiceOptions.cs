using System.CommandLine;
using System.Globalization;
using Mlp;
using Mlp.Conformance;
using Mlp.Losses;
using Mlp.Optimizers;

namespace Conform.Training;

/// <summary>The options that choose hyperparameters. What is not given stays as it is for the problem.</summary>
internal sealed class ChoiceOptions
{
    private readonly Option<string?> hidden = new("--hidden")
    {
        Description = "Units of the hidden layers, as 300,100; 'none' for no hidden layer.",
    };

    private readonly Option<string?> activation = new("--activation")
    {
        Description = "Activation of the hidden layers: relu, tanh, gelu, ...",
    };

    private readonly Option<string?> loss = new("--loss")
    {
        Description =
            "What to minimise, by its Keras name. For a table: crossentropy and error also say whether the target is classes or a number.",
    };

    private readonly Option<string?> optimizer = new("--optimizer")
    {
        Description =
            "sgd, adam or rmsprop, with parameters as in \"sgd momentum=0.9 nesterov=true\".",
    };

    private readonly Option<double?> rate = new("--rate") { Description = "Learning rate." };

    private readonly Option<string?> schedule = new("--schedule")
    {
        Description =
            "How the rate changes, by its Keras name: \"ExponentialDecay decay_steps=1000 decay_rate=0.9\"; begins at --rate.",
    };

    private readonly Option<int?> batchSize = new("--batch-size") { Description = "Rows a step." };

    private readonly Option<int?> epochs = new("--epochs")
    {
        Description = "Passes over the rows (30; 20 for housing).",
    };

    private readonly Option<string?> classWeight = new("--class-weight")
    {
        Description = "'balanced': every class weighs the same in sum.",
    };

    public ChoiceOptions() => classWeight.AcceptOnlyFromAmong("balanced");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            hidden,
            activation,
            loss,
            optimizer,
            rate,
            schedule,
            batchSize,
            epochs,
            classWeight,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>The loss that was given, or null.</summary>
    public Loss? Loss(ParseResult parsed)
    {
        if (parsed.GetValue(loss) is not { } text)
        {
            return null;
        }

        var (name, parameters) = NamedChoice.Parse("--loss", text);
        return SpecReader.Loss(name, parameters);
    }

    /// <summary>The choices for a problem, where others are not given.</summary>
    public Hyperparameters For(Problem problem, Hyperparameters standard, ParseResult parsed)
    {
        var chosen = standard with
        {
            Hidden = parsed.GetValue(hidden) is { } units ? Units(units) : standard.Hidden,
            Activation = parsed.GetValue(activation) is { } name ? name : standard.Activation,
            Loss = Loss(parsed) ?? standard.Loss,
            Optimizer = Optimizer(standard, parsed),
            BatchSize = parsed.GetValue(batchSize) ?? standard.BatchSize,
            Epochs = parsed.GetValue(epochs) ?? standard.Epochs,
            Balanced = standard.Balanced || parsed.GetValue(classWeight) is not null,
        };
        return chosen.Balanced && problem.Classes is null
            ? throw new ArgumentException(
                $"--class-weight balanced was given, and the target of {problem.Name} is a number; it has no classes."
            )
            : chosen;
    }

    private Optimizer Optimizer(Hyperparameters standard, ParseResult parsed)
    {
        var chosen = standard.Optimizer;
        if (parsed.GetValue(optimizer) is { } text)
        {
            var (name, parameters) = NamedChoice.Parse("--optimizer", text);
            chosen = SpecReader.Optimizer(name, parameters);
        }

        if (parsed.GetValue(rate) is { } constant)
        {
            chosen = chosen with { LearningRate = constant };
        }

        return parsed.GetValue(schedule) is { } changing
            ? chosen with
            {
                LearningRate = Schedule(changing, chosen.LearningRate),
            }
            : chosen;
    }

    private static LearningRate Schedule(string text, LearningRate rate)
    {
        var (name, parameters) = NamedChoice.Parse("--schedule", text);
        const string Initial = "initial_learning_rate";
        if (
            name != nameof(PiecewiseConstantDecay)
            && rate is ConstantRate constant
            && !parameters.Keys.Contains(Initial)
        )
        {
            parameters = new([
                .. parameters.Entries,
                KeyValuePair.Create<string, Node>(Initial, new Node.Number(constant.Rate)),
            ]);
        }

        return SpecReader.LearningRate(name, parameters);
    }

    private static int[] Units(string text) =>
        text == "none"
            ? []
            :
            [
                .. text.Split(',')
                    .Select(item =>
                        int.TryParse(
                            item,
                            NumberStyles.None,
                            CultureInfo.InvariantCulture,
                            out var units
                        )
                        && units > 0
                            ? units
                            : throw new ArgumentException(
                                $"--hidden is '{text}'; it must be numbers from 1 with commas between them, as 300,100, or none."
                            )
                    ),
            ];
}
