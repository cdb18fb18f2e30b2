using System.Globalization;

namespace Mlp.Conformance;

/// <summary>
/// Runs cases on one backend. Only data is moved here: what comes out is what the backend gave, in the tree that the case
/// expects (its names are read, its values are not).
/// </summary>
/// <param name="backend">The backend.</param>
/// <param name="dataFolder">Folder of the real data sets (<c>fashion-mnist</c>, <c>california-housing</c>); null for none.</param>
public sealed class Runner(IBackend backend, string? dataFolder = null)
{
    private static readonly Dictionary<string, Func<CaseRun, Node.Map>> ByFamily = new()
    {
        ["losses"] = LossRuns.Run,
        ["loss_gradients"] = LossRuns.Run,
        ["weighted_losses"] = LossRuns.Run,
        // Refusals of other operations stand in their own families.
        ["refusals"] = LossRuns.Run,
        ["activations"] = LayerRuns.Activate,
        ["dense"] = LayerRuns.Dense,
        ["onehot_argmax"] = PreparationRuns.OneHotOrArgMax,
        ["optimizers"] = StepRuns.Optimize,
        ["lr_schedules"] = StepRuns.Schedule,
        ["metrics"] = StepRuns.Metric,
        ["predict"] = LayerRuns.Predict,
        ["scaler"] = PreparationRuns.Scale,
        ["splits"] = PreparationRuns.Split,
        ["fit"] = FitRuns.Run,
        ["onnx"] = Onnx.Run,
    };

    private readonly RealData data = new(dataFolder);

    /// <summary>The backend that runs.</summary>
    public IBackend Backend => backend;

    /// <summary>Folder of the real data sets.</summary>
    public string? DataFolder => dataFolder;

    /// <summary>Runs one case in its <see cref="Case.DType"/>. Never throws for what backend or case do; the result says it.</summary>
    public Result Run(Case value) => Run(value, CancellationToken.None);

    /// <summary>As <see cref="Run(Case)"/>, and stops a training between steps.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Result Run(Case value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(value);
        cancellation.ThrowIfCancellationRequested();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // What a backend says of a case is kept beside results: numbers in it have a point everywhere.
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var outputs = Outputs(value, cancellation);
            // Where a refusal is due, what came in its place is no output of the case.
            return new(
                value.Id,
                backend.Name,
                ResultStatus.Ok,
                value.ExpectsRefusal ? Node.Map.Empty : outputs
            );
        }
        catch (DataAbsentException absent)
        {
            return Without(value, ResultStatus.Absent, absent.Message);
        }
        catch (NotSupportedException unsupported)
        {
            return Without(value, ResultStatus.Unsupported, unsupported.Message);
        }
        // A case that does not say what is due may have been refused rightly: whoever judges it knows.
        catch (ArgumentException refusal) when (value.ExpectsRefusal || value.Outputs is not null)
        {
            return new(
                value.Id,
                backend.Name,
                ResultStatus.Ok,
                Node.Map.Of(("raises", true)),
                LocalPaths.Hide(refusal.Message)
            );
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        // Whatever a backend throws is its answer to this case; the others must still run.
        catch (Exception error)
        {
            // Native code puts its stack below the first line.
            var message = error.Message.Split('\n')[0].TrimEnd();
            return Without(value, ResultStatus.Error, $"{error.GetType().Name}: {message}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>Runs cases one after another, as they are asked for.</summary>
    public IEnumerable<Result> Run(IEnumerable<Case> cases) => cases.Select(Run);

    private Node.Map Outputs(Case value, CancellationToken cancellation)
    {
        var run = new CaseRun(backend, value) { Cancellation = cancellation };
        return value.Family switch
        {
            "fit_real" => RealFitRuns.Run(run, data),
            "history" when value.Op == "running_mean" => StepRuns.RunningMean(run),
            "history" => FitRuns.Run(run),
            var family => ByFamily[family](run),
        };
    }

    private Result Without(Case value, ResultStatus status, string message) =>
        new(value.Id, backend.Name, status, Node.Map.Empty, LocalPaths.Hide(message));
}
