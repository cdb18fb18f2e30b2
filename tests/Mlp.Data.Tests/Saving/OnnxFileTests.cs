namespace Mlp.Data.Tests;

public sealed class OnnxFileTests
{
    [TestCase(Precision.Float32, 32768, 16384)] // 2^31 bytes
    [TestCase(Precision.Float64, 16384, 16384)]
    public void Weights_beyond_2_GiB_are_refused_before_any_is_looked_at(
        Precision precision,
        int inputs,
        int units
    ) =>
        Assert.That(
            () =>
                OnnxFile.ToBytes(
                    new Sequential(new Input(inputs), new Dense(units)).Spec,
                    new Weights(),
                    precision
                ),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("bytes as ONNX")
        );
}
