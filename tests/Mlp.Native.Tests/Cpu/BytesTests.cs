namespace Mlp.Native.Tests;

/// <summary>Bytes come in as the division by 255 gives them, though no division is made.</summary>
public sealed class BytesTests
{
    [Test]
    public unsafe void Every_byte_is_its_quotient_on_every_path()
    {
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        var single = new float[256];
        var twice = new double[256];
        fixed (byte* source = bytes)
        fixed (float* f = single)
        fixed (double* d = twice)
        {
            InputRows<float, Lanes128<float>>.Copy(source, f, 256);
            InputRows<double, Lanes128<double>>.Copy(source, d, 256);
        }

        Assert.That(single, Is.EqualTo(bytes.Select(value => value / 255f)));
        Assert.That(twice, Is.EqualTo(bytes.Select(value => value / 255.0)));
    }
}
