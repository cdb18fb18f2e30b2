using Microsoft.ML.OnnxRuntime;
using Mlp.Data;

namespace Mlp.OnnxRuntime;

/// <summary>A session of ONNX Runtime over a model that was exported.</summary>
internal sealed class OrtModel(ModelSpec spec, CompileSpec compile, Weights weights, int threads)
    : IModel
{
    private readonly ModelUse use = new();
    private readonly Lock turn = new();
    private TrainingState state = new(weights, 0, new Dictionary<string, Weights>());
    private InferenceSession? session;

    public ModelSpec Spec => spec;

    public CompileSpec Compiled => compile;

    public Tensor Predict(Tensor x, int batchSize = 32)
    {
        Check.Inputs(spec, x, batchSize);
        using var reading = use.Read(nameof(Predict));
        return compile.Precision == Precision.Float64
            ? Run(Inputs(x, b => b / 255d, x.ToFloat64))
            : Run(Inputs(x, b => b / 255f, x.ToFloat32));
    }

    public Weights GetWeights()
    {
        using var reading = use.Read(nameof(GetWeights));
        return new(state.Weights.Select(Copy));
    }

    public void SetWeights(Weights weights)
    {
        Check.Weights(spec, weights);
        using var changing = use.Change(nameof(SetWeights));
        Replace(state with { Weights = weights.To(compile.Precision) });
    }

    public TrainingState GetTrainingState()
    {
        using var reading = use.Read(nameof(GetTrainingState));
        return state with { Weights = GetWeights() };
    }

    public void SetTrainingState(TrainingState state)
    {
        Check.TrainingState(spec, compile, state);
        using var changing = use.Train(nameof(SetTrainingState));
        Replace(state with { Weights = state.Weights.To(compile.Precision) });
    }

    public History Fit(Samples train, FitSpec fit)
    {
        Check.Fit(spec, compile, train, fit);
        throw OnlyPredicts();
    }

    public Logs Evaluate(Samples data, int batchSize = 32)
    {
        Check.Samples(spec, compile, data, batchSize);
        throw OnlyPredicts();
    }

    public Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Check.Samples(spec, compile, batch, batchSize: 1);
        throw OnlyPredicts();
    }

    public void Dispose()
    {
        if (use.End())
        {
            session?.Dispose();
            session = null;
        }
    }

    private static NotSupportedException OnlyPredicts() =>
        new("ONNX Runtime only predicts; train and evaluate on another backend.");

    private static Tensor Copy(Tensor tensor) => tensor.Slice(0, tensor.Rows);

    // Bytes are scaled on the way in, as by every backend.
    private static Tensor<T> Inputs<T>(Tensor x, Converter<byte, T> scale, Func<Tensor<T>> convert)
        where T : unmanaged =>
        x is Tensor<byte> bytes
            ? new(Array.ConvertAll(bytes.Values.ToArray(), scale), [.. x.Shape])
            : convert();

    private Tensor<T> Run<T>(Tensor<T> x)
        where T : unmanaged
    {
        long[] shape = [x.Rows, .. spec.InputShape.Select(size => (long)size)];
        using var input = OrtValue.CreateTensorValueFromMemory(x.Values.ToArray(), shape);
        using var options = new RunOptions();
        using var outputs = Session().Run(options, [OnnxFile.Input], [input], [OnnxFile.Output]);
        return new(outputs[0].GetTensorDataAsSpan<T>().ToArray(), x.Rows, spec.Outputs);
    }

    // Made when first needed: the operators of a model may be ones that ONNX Runtime lacks in a precision.
    private InferenceSession Session()
    {
        if (
            compile.Precision == Precision.Float64
            && spec.Dense.Any(layer => layer.Activation is Activation.Gelu)
        )
        {
            throw new NotSupportedException(
                "ONNX Runtime has gelu in float32 alone: no erf in float64, and a tanh form with constants of float32."
            );
        }

        lock (turn)
        {
            try
            {
                using var options = new SessionOptions
                {
                    IntraOpNumThreads = threads,
                    InterOpNumThreads = 1,
                    LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                };
                return session ??= new(
                    OnnxFile.ToBytes(spec, state.Weights, compile.Precision),
                    options
                );
            }
            catch (OnnxRuntimeException lacks)
                when (lacks.Message.Contains("NotImplemented", StringComparison.Ordinal))
            {
                throw new NotSupportedException(
                    $"ONNX Runtime does not run this model in {compile.Precision}: {lacks.Message}",
                    lacks
                );
            }
        }
    }

    private void Replace(TrainingState next)
    {
        lock (turn)
        {
            state = next;
            session?.Dispose();
            session = null;
        }
    }
}
