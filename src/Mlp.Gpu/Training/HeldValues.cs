using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Gpu;

/// <summary>
/// Weights and optimizer state of a model, on the device and, as they were after the last whole chunk of steps, on the host: a
/// chunk that fails is undone, and a device that is lost takes nothing with it.
/// </summary>
/// <param name="model">The shapes of the weights.</param>
/// <param name="optimizer">The names of its slots.</param>
/// <param name="parameters">All weights.</param>
/// <param name="state">The state, one after another for each kind; null where there is none.</param>
internal sealed class HeldValues<T>(
    ModelSpec model,
    Optimizer optimizer,
    DeviceArray<T> parameters,
    DeviceArray<T>? state
)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] weights = new T[parameters.Length];
    private readonly T[] slots = new T[state?.Length ?? 0];
    private bool isLost;

    /// <summary>All weights.</summary>
    public Weights Weights
    {
        get => Cut(weights, 0);
        set
        {
            var next = (T[])weights.Clone();
            Join(value, next, 0);
            Give(parameters, next);
            next.CopyTo(weights, 0);
        }
    }

    /// <summary>What the optimizer remembers, by name.</summary>
    public IReadOnlyDictionary<string, Weights> Slots
    {
        get => optimizer.Slots.ToDictionary(name => name, name => Cut(slots, PlaceOf(name)));
        set
        {
            var next = (T[])slots.Clone();
            foreach (var (name, values) in value)
            {
                Join(values, next, PlaceOf(name));
            }

            if (state is not null)
            {
                Give(state, next);
            }

            next.CopyTo(slots, 0);
        }
    }

    /// <summary>Refuses what needs the device, once it has been lost.</summary>
    public void MustBeAlive()
    {
        if (isLost)
        {
            throw new DeviceException(
                "The device of this model was lost. Its weights and optimizer state, as they were after the last whole chunk of steps, "
                    + "can still be read: save the model, and compile it on a device that works."
            );
        }
    }

    /// <summary>Keeps what the device has, after a whole chunk.</summary>
    public void Keep()
    {
        // Both first: one may fail.
        var (newWeights, newSlots) = (Read(parameters), state is null ? [] : Read(state));
        newWeights.CopyTo(weights, 0);
        newSlots.CopyTo(slots, 0);
    }

    /// <summary>Gives the device what was kept; where it takes nothing any more, it is lost.</summary>
    public void Restore()
    {
        try
        {
            parameters.Write(weights);
            state?.Write(slots);
        }
        catch (DeviceException)
        {
            isLost = true;
        }
    }

    // The device may have taken a part of what failed: that is undone too.
    private void Give(DeviceArray<T> target, T[] values)
    {
        MustBeAlive();
        try
        {
            target.Write(values);
        }
        catch (DeviceException)
        {
            Restore();
            throw;
        }
    }

    private static T[] Read(DeviceArray<T> values) => values.Read(checked((int)values.Length));

    // As in updates/rule.c.
    private long PlaceOf(string slot) =>
        parameters.Length
        * slot switch
        {
            "second_moment" or "mean_gradient" => 1,
            "velocity" when optimizer is RmsProp => 2,
            _ => 0,
        };

    private Weights Cut(T[] values, long offset)
    {
        var variables = new List<Tensor>();
        foreach (var shape in model.WeightShapes)
        {
            var length = shape.Aggregate(1, (product, size) => product * size);
            variables.Add(new Tensor<T>(values.AsSpan((int)offset, length).ToArray(), shape));
            offset += length;
        }

        return new(variables);
    }

    private static void Join(Weights variables, T[] values, long offset)
    {
        foreach (var variable in variables)
        {
            ((Tensor<T>)variable).Values.CopyTo(values.AsSpan((int)offset));
            offset += variable.Length;
        }
    }
}
