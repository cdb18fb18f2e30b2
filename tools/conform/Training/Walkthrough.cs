using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>A problem and the choices made for it.</summary>
/// <param name="Problem">The rows.</param>
/// <param name="Hyperparameters">The choices.</param>
internal sealed record Walkthrough(Problem Problem, Hyperparameters Hyperparameters)
{
    /// <summary>Names of the walkthroughs that come with the library.</summary>
    public static string[] Names { get; } = [FashionProblem.Name, HousingProblem.Name];

    /// <summary>The layers.</summary>
    public ModelSpec Model => Hyperparameters.Model(Problem);

    /// <summary>Loss, optimizer and metrics.</summary>
    public CompileSpec Compile => Hyperparameters.Compile(Problem);

    /// <summary>The walkthrough of that name, its data loaded.</summary>
    public static Walkthrough Load(string name, string? folder) =>
        name == FashionProblem.Name
            ? new(
                FashionProblem.Of(FashionMnist.Load(folder)),
                new([300, 100], "relu", "sparse_categorical_crossentropy", "sgd", 32, 30)
            )
            : new(
                HousingProblem.Of(CaliforniaHousing.Load(folder)),
                new([30], "relu", "mean_squared_error", "sgd", 32, 20)
            );

    /// <summary>The rows of a seed: to train, to validate and to test on.</summary>
    public Parts Split(int seed) => Problem.Split(seed);
}
