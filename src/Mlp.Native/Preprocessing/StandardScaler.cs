namespace Mlp.Native;

public sealed class StandardScaler(bool withMean = true, bool withStd = true) : IStandardScaler
{
    public Tensor<double>? Mean => throw new NotImplementedException();
    public Tensor<double>? Variance => throw new NotImplementedException();
    public Tensor<double>? Scale => throw new NotImplementedException();
    public Tensor? SamplesSeen => throw new NotImplementedException();

    public void Fit(Tensor x, Tensor? sampleWeight = null) => throw new NotImplementedException();

    public void PartialFit(Tensor x, Tensor? sampleWeight = null) =>
        throw new NotImplementedException();

    public Tensor Transform(Tensor x) => throw new NotImplementedException();

    public Tensor InverseTransform(Tensor x) => throw new NotImplementedException();
}
