using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Mlp.OnnxRuntime;

/// <summary>
/// Models exported to ONNX and run by ONNX Runtime on its CPU provider. It predicts and nothing else: a model trained elsewhere is
/// compiled here with its weights.
/// </summary>
public sealed class OrtBackend : IBackend
{
    private readonly int threads;

    /// <summary>Loads ONNX Runtime.</summary>
    /// <param name="threads">Threads of an operator; null for one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threads are not positive.</exception>
    /// <exception cref="NotSupportedException">The native library does not load here; the message says why.</exception>
    public OrtBackend(int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        this.threads = threads ?? 1;
        Environment = new Dictionary<string, string>
        {
            ["implementation"] = "Mlp.OnnxRuntime",
            ["version"] = LibraryVersion(),
            ["device"] = $"cpu, {RuntimeInformation.ProcessArchitecture}",
            ["threads"] = $"{this.threads}",
            ["runtime"] = RuntimeInformation.FrameworkDescription,
        };
    }

    /// <inheritdoc/>
    public string Name => "ort";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <inheritdoc/>
    public IOperations? Operations => null;

    /// <inheritdoc/>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights)
    {
        Check.Compile(model, compile, weights);
        return new OrtModel(model, compile, weights.To(compile.Precision), threads);
    }

    private static string LibraryVersion()
    {
        try
        {
            return OrtEnv.Instance().GetVersionString();
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException)
        {
            throw new NotSupportedException(
                $"ONNX Runtime does not load here: {error.GetBaseException().Message.Split('\n')[0]}",
                error
            );
        }
    }
}
