using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>What is used of NVRTC, NVIDIA's compiler at run time. Names and meanings are NVIDIA's.</summary>
internal static unsafe partial class Nvrtc
{
    /// <summary>The name under which <see cref="CudaLibraries"/> finds the library.</summary>
    public const string Library = "mlp-nvrtc";

    [LibraryImport(Library, EntryPoint = "nvrtcVersion")]
    public static partial int Version(int* major, int* minor);

    [LibraryImport(Library, EntryPoint = "nvrtcGetNumSupportedArchs")]
    public static partial int GetNumSupportedArchs(int* count);

    [LibraryImport(Library, EntryPoint = "nvrtcGetSupportedArchs")]
    public static partial int GetSupportedArchs(int* architectures);

    [LibraryImport(
        Library,
        EntryPoint = "nvrtcCreateProgram",
        StringMarshalling = StringMarshalling.Utf8
    )]
    public static partial int CreateProgram(
        nint* program,
        string source,
        string name,
        int headers,
        byte** headerSources,
        byte** headerNames
    );

    [LibraryImport(
        Library,
        EntryPoint = "nvrtcCompileProgram",
        StringMarshalling = StringMarshalling.Utf8
    )]
    public static partial int CompileProgram(nint program, int count, string[] options);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLogSize")]
    public static partial int GetProgramLogSize(nint program, nuint* size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLog")]
    public static partial int GetProgramLog(nint program, byte* log);

    [LibraryImport(Library, EntryPoint = "nvrtcGetCUBINSize")]
    public static partial int GetCubinSize(nint program, nuint* size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetCUBIN")]
    public static partial int GetCubin(nint program, byte* image);

    [LibraryImport(Library, EntryPoint = "nvrtcGetPTXSize")]
    public static partial int GetPtxSize(nint program, nuint* size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetPTX")]
    public static partial int GetPtx(nint program, byte* text);

    [LibraryImport(Library, EntryPoint = "nvrtcDestroyProgram")]
    public static partial int DestroyProgram(nint* program);
}
