using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

// Optimizers, their clipping, and schedules.
internal static partial class Fits
{
    private static IEnumerable<FitProblem> Optimizers()
    {
        var optimizers = new (string Name, string Optimizer, Node.Map Params)[]
        {
            ("sgd_default", "SGD", Node.Map.Empty),
            ("sgd_momentum", "SGD", Rate(0.0625).With(("momentum", 0.875))),
            ("sgd_nesterov", "SGD", Rate(0.0625).With(("momentum", 0.875), ("nesterov", true))),
            ("sgd_weight_decay", "SGD", Rate(0.125).With(("weight_decay", 0.0625))),
            ("sgd_clipnorm", "SGD", Rate(0.125).With(("clipnorm", 0.125))),
            ("sgd_global_clipnorm", "SGD", Rate(0.125).With(("global_clipnorm", 0.125))),
            ("sgd_clipvalue", "SGD", Rate(0.125).With(("clipvalue", 0.03125))),
            (
                "sgd_exponential_decay",
                "SGD",
                Schedule("ExponentialDecay", ("decay_steps", 4), ("decay_rate", 0.5))
            ),
            (
                "sgd_staircase_momentum",
                "SGD",
                Schedule(
                        "ExponentialDecay",
                        ("decay_steps", 3),
                        ("decay_rate", 0.5),
                        ("staircase", true)
                    )
                    .With(("momentum", 0.75))
            ),
            (
                "sgd_piecewise",
                "SGD",
                Node.Map.Of(
                    (
                        "learning_rate",
                        Node.Map.Of(
                            ("schedule", "PiecewiseConstantDecay"),
                            ("boundaries", Numbers(2, 5)),
                            ("values", Numbers(0.25, 0.125, 0.03125))
                        )
                    )
                )
            ),
            (
                "sgd_polynomial",
                "SGD",
                Schedule(
                    "PolynomialDecay",
                    ("decay_steps", 8),
                    ("end_learning_rate", 0.0078125),
                    ("power", 2)
                )
            ),
            (
                "sgd_inverse_time",
                "SGD",
                Schedule("InverseTimeDecay", ("decay_steps", 2), ("decay_rate", 0.5))
            ),
            ("sgd_cosine", "SGD", Schedule("CosineDecay", ("decay_steps", 8), ("alpha", 0.125))),
            ("adam_default", "Adam", Node.Map.Empty),
            ("adam_weight_decay", "Adam", Rate(0.03125).With(("weight_decay", 0.0625))),
            ("adam_global_clipnorm", "Adam", Rate(0.03125).With(("global_clipnorm", 0.25))),
            ("adam_cosine", "Adam", Schedule("CosineDecay", ("decay_steps", 16))),
            ("rmsprop_default", "RMSprop", Node.Map.Empty),
            ("rmsprop_momentum", "RMSprop", Rate(0.015625).With(("rho", 0.875), ("momentum", 0.5))),
            (
                "rmsprop_centered",
                "RMSprop",
                Rate(0.015625).With(("rho", 0.875), ("centered", true), ("epsilon", 0.0009765625))
            ),
        };
        foreach (var (name, optimizer, parameters) in optimizers)
        {
            yield return new()
            {
                Name = $"optimizer_{name}",
                Optimizer = (optimizer, parameters),
                Epochs = 4,
            };
        }

        yield return new()
        {
            Name = "40_steps",
            Rows = 8,
            Batch = 2,
            Epochs = 10,
            Notes = "ten epochs of four steps",
        };
    }

    private static Node.Map Rate(double rate) => Node.Map.Of(("learning_rate", rate));

    private static Node.Map Schedule(string name, params (string, Node)[] more) =>
        Node.Map.Of(
            (
                "learning_rate",
                Node.Map.Of(("schedule", name), ("initial_learning_rate", 0.25)).With(more)
            )
        );
}
