using System.Globalization;
using System.Text;

namespace Mlp.Gpu;

/// <summary>Compiles kernels by NVRTC: exact float32 and float64, products and sums rounded apart unless the source says FMA.</summary>
internal static unsafe class CudaCompiler
{
    /// <summary>The architectures that the NVRTC found compiles for: 80 is sm_80. In rising order.</summary>
    public static IReadOnlyList<int> Architectures
    {
        get
        {
            int count;
            Check(Nvrtc.GetNumSupportedArchs(&count), "asking for architectures");
            var all = new int[count];
            fixed (int* values = all)
            {
                Check(Nvrtc.GetSupportedArchs(values), "asking for architectures");
            }

            return [.. all.Order()];
        }
    }

    /// <summary>The options for an architecture.</summary>
    /// <param name="architecture">90 for sm_90.</param>
    /// <param name="defines">Names to define.</param>
    /// <param name="native">Machine code of the architecture; else PTX, which the driver of a newer one compiles.</param>
    public static string[] Options(
        int architecture,
        IReadOnlyList<string> defines,
        bool native = true
    ) =>
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"--gpu-architecture={(native ? "sm" : "compute")}_{architecture}"
            ),
            "--std=c++14",
            "--fmad=false",
            "--prec-div=true",
            "--prec-sqrt=true",
            "--ftz=false",
            .. defines.Select(name => "-D" + name),
        ];

    /// <summary>Compiles source to an image that the driver loads.</summary>
    /// <exception cref="DeviceException">It does not compile; the message holds the log.</exception>
    public static byte[] Compile(string source, string[] options)
    {
        nint program;
        Check(
            Nvrtc.CreateProgram(&program, source, "kernels.cu", 0, null, null),
            "taking the kernels"
        );
        try
        {
            if (Nvrtc.CompileProgram(program, options.Length, options) != 0)
            {
                throw new DeviceException(
                    $"CUDA: a kernel does not compile ({string.Join(' ', options)}):{Environment.NewLine}{Log(program)}"
                );
            }

            return Image(program, options[0].Contains("=sm_", StringComparison.Ordinal));
        }
        finally
        {
            _ = Nvrtc.DestroyProgram(&program);
        }
    }

    private static byte[] Image(nint program, bool native)
    {
        nuint size;
        Check(
            native ? Nvrtc.GetCubinSize(program, &size) : Nvrtc.GetPtxSize(program, &size),
            "measuring the image"
        );
        var image = new byte[size];
        fixed (byte* bytes = image)
        {
            Check(
                native ? Nvrtc.GetCubin(program, bytes) : Nvrtc.GetPtx(program, bytes),
                "reading the image"
            );
        }

        return image;
    }

    private static string Log(nint program)
    {
        nuint size;
        if (Nvrtc.GetProgramLogSize(program, &size) != 0)
        {
            return "no log";
        }

        var log = new byte[size];
        fixed (byte* text = log)
        {
            return Nvrtc.GetProgramLog(program, text) == 0
                ? Encoding.UTF8.GetString(log).TrimEnd('\0', '\n')
                : "no log";
        }
    }

    private static void Check(int code, string what)
    {
        if (code != 0)
        {
            throw new DeviceException($"CUDA: {what} failed with NVRTC error {code}.");
        }
    }
}
