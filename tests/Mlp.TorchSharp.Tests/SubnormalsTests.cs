using System.Runtime.InteropServices;

namespace Mlp.TorchSharp.Tests;

[Platform("Linux")]
public sealed class SubnormalsTests
{
    private delegate byte SetFlushDenormal(byte on);

    [Test]
    public void They_are_kept_in_NET_and_in_torch()
    {
        TorchLoader.Load();
        Assert.That(() => Subnormals.AssertKept("now"), Throws.Nothing);
        Assert.That(Subnormals.AssertKeptByTorch, Throws.Nothing);
    }

    [Test]
    public void A_processor_that_flushes_them_is_refused()
    {
        TorchLoader.Load();
        using (torch.zeros(1)) { }

        // torch.set_flush_denormal of Python, which TorchSharp lacks: it switches this thread.
        var library = NativeLibrary.Load("libtorch_cpu.so");
        var flush = Marshal.GetDelegateForFunctionPointer<SetFlushDenormal>(
            NativeLibrary.GetExport(library, "_ZN2at7Context16setFlushDenormalEb")
        );
        flush(1);
        try
        {
            Assert.That(
                () => Subnormals.AssertKept("in this test"),
                Throws.InvalidOperationException.With.Message.Contains("in this test")
            );
            Assert.That(
                Subnormals.AssertKeptByTorch,
                Throws.InvalidOperationException.With.Message.Contains("torch")
            );
        }
        finally
        {
            flush(0);
        }
    }
}
