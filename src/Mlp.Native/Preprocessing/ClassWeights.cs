namespace Mlp.Native;

public static class ClassWeights
{
    public static Tensor ForRows(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    ) => throw new NotImplementedException();

    public static IReadOnlyDictionary<int, double> Balanced(Tensor labels) =>
        throw new NotImplementedException();
}
