using Mlp.Data;

namespace Conform.Training;

/// <summary>Fashion-MNIST: the first 5,000 training images validate, the test images test.</summary>
internal static class FashionProblem
{
    public const string Name = "fashion-mnist";

    private const int Validation = 5_000;

    public static Problem Of(FashionMnist data)
    {
        var parts = new Parts(
            data.Train.Slice(Validation, data.Train.Rows),
            data.Train.Slice(0, Validation),
            data.Test
        );
        return new(
            Name,
            [28, 28],
            FashionMnist.ClassNames.Count,
            FashionMnist.ClassNames,
            _ => parts
        );
    }
}
