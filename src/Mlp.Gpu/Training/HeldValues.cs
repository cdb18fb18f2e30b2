using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Gpu;

/// <summary>
/// Weights and optimizer state of a model, on the device and, as they were after the last whole chunk of steps, on the host: a
/// chunk that fails is undone, and a device that is lost takes nothing with it.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="model">The shapes of the weights.</param>
/// <param name="optimizer">The names of its slots.</param>
/// <param name="parameters">All weights.</param>
/// <param name="state">The state, one after another for each kind; null where there is none.</param>
internal sealed class HeldValues<T>(
    IDevice device,
    ModelSpec model,
    Optimizer optimizer,
    DeviceArray<T> parameters,
    DeviceArray<T>? state
) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HeldArray<T> weights = new(device, parameters);
    private readonly HeldArray<T>? slots = state is null ? null : new(device, state);
    private bool isLost;

    /// <summary>All weights.</summary>
    public Weights Weights
    {
        get => Cut(weights, 0);
        set => Replace(weights, [(value, 0)]);
    }

    /// <summary>What the optimizer remembers, by name.</summary>
    public IReadOnlyDictionary<string, Weights> Slots
    {
        get => optimizer.Slots.ToDictionary(name => name, name => Cut(slots!, PlaceOf(name)));
        set => Replace(slots!, value.Select(slot => (slot.Value, PlaceOf(slot.Key))));
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

    /// <summary>Queues a copy of what the device has after a whole chunk; the host may do something else meanwhile.</summary>
    public void Fetch()
    {
        weights.Fetch();
        slots?.Fetch();
    }

    /// <summary>Keeps what was fetched.</summary>
    public void Keep()
    {
        device.Finish();
        weights.Keep();
        slots?.Keep();
    }

    /// <summary>Gives the device what was kept; where it takes nothing any more, it is lost.</summary>
    public void Restore()
    {
        try
        {
            weights.Restore();
            slots?.Restore();
            device.Finish();
        }
        catch (DeviceException)
        {
            isLost = true;
        }
    }

    public void Dispose()
    {
        weights.Dispose();
        slots?.Dispose();
    }

    // The device may have taken a part of what failed: that is undone too.
    private void Replace(HeldArray<T> held, IEnumerable<(Weights Variables, long Place)> values)
    {
        MustBeAlive();
        held.Kept.CopyTo(held.Next);
        foreach (var (variables, place) in values)
        {
            Join(variables, held.Next[(int)place..]);
        }

        try
        {
            held.Send();
            device.Finish();
        }
        catch (DeviceException)
        {
            Restore();
            throw;
        }

        held.Keep();
    }

    // As in updates/rule.c.
    private long PlaceOf(string slot) =>
        parameters.Length
        * slot switch
        {
            "second_moment" or "mean_gradient" => 1,
            "velocity" when optimizer is RmsProp => 2,
            _ => 0,
        };

    private Weights Cut(HeldArray<T> held, long place)
    {
        var variables = new List<Tensor>();
        var values = held.Kept[(int)place..];
        foreach (var shape in model.WeightShapes)
        {
            var length = shape.Aggregate(1, (product, size) => product * size);
            variables.Add(new Tensor<T>(values[..length].ToArray(), shape));
            values = values[length..];
        }

        GC.KeepAlive(held);
        return new(variables);
    }

    private static void Join(Weights variables, Span<T> values)
    {
        foreach (var variable in variables)
        {
            ((Tensor<T>)variable).Values.CopyTo(values);
            values = values[variable.Length..];
        }
    }
}
