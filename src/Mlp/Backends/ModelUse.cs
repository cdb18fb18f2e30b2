namespace Mlp;

/// <summary>
/// Who is using a model, for backends: many calls may read it at once, or one may change it. A call that would meet another is refused
/// before anything changes; none is kept waiting, since whoever waits would not know which weights it then finds.
/// </summary>
public sealed class ModelUse
{
    private readonly Lock turn = new();
    private string? changing;
    private int thread;
    private int readers;
    private bool ended;

    /// <summary>Begins a call that only reads; callbacks of a training may make it too.</summary>
    /// <param name="call">Its name, for messages.</param>
    /// <returns>What ends the call when it is disposed of.</returns>
    /// <exception cref="InvalidOperationException">Another thread is changing the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Turn Read(string call)
    {
        lock (turn)
        {
            if (IsWithin(call))
            {
                return default;
            }

            readers++;
            return new(this, isReader: true);
        }
    }

    /// <summary>Begins a call that replaces weights; callbacks of a training may make it too.</summary>
    /// <param name="call">Its name, for messages.</param>
    /// <returns>What ends the call when it is disposed of.</returns>
    /// <exception cref="InvalidOperationException">Another thread is using the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Turn Change(string call)
    {
        lock (turn)
        {
            return IsWithin(call) ? default : Alone(call);
        }
    }

    /// <summary>Begins a call that trains, or replaces what training goes on from; nobody may make it within another.</summary>
    /// <param name="call">Its name, for messages.</param>
    /// <returns>What ends the call when it is disposed of.</returns>
    /// <exception cref="InvalidOperationException">The model is in use, or this is a callback of its training.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Turn Train(string call)
    {
        lock (turn)
        {
            return IsWithin(call)
                ? throw new InvalidOperationException(
                    $"{call} was called in a callback of {changing}; a model trains once at a time. Wait until {changing} has ended."
                )
                : Alone(call);
        }
    }

    /// <summary>Ends all use.</summary>
    /// <returns>Whether it was the first time, so that there is something to free.</returns>
    /// <exception cref="InvalidOperationException">The model is in use: it stays as it is.</exception>
    public bool End()
    {
        lock (turn)
        {
            if (changing is not null || readers > 0)
            {
                throw new InvalidOperationException(
                    $"Dispose was called while {changing ?? "another call"} is using the model; wait until it has ended, or cancel it first."
                );
            }

            var first = !ended;
            ended = true;
            return first;
        }
    }

    // Whether a callback makes the call, on the thread of the training that it belongs to.
    private bool IsWithin(string call)
    {
        if (ended)
        {
            throw new ObjectDisposedException(nameof(IModel), "The model was disposed of.");
        }

        return changing is not null
            && (
                thread == Environment.CurrentManagedThreadId
                    ? true
                    : throw new InvalidOperationException(
                        $"{call} was called while {changing} is changing the model on another thread; wait until it has ended, or give each thread a model of its own."
                    )
            );
    }

    private Turn Alone(string call)
    {
        if (readers > 0)
        {
            throw new InvalidOperationException(
                $"{call} was called while another thread reads the model; wait until it has ended, or give each thread a model of its own."
            );
        }

        (changing, thread) = (call, Environment.CurrentManagedThreadId);
        return new(this, isReader: false);
    }

    private void Leave(bool isReader)
    {
        // Whoever interrupts the thread here must not leave the model in use for ever.
        var (left, interrupted) = (false, false);
        while (!left)
        {
            try
            {
                lock (turn)
                {
                    readers -= isReader ? 1 : 0;
                    changing = isReader ? changing : null;
                    left = true;
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <summary>A call that is using a model.</summary>
    public readonly struct Turn : IDisposable
    {
        private readonly ModelUse? use;
        private readonly bool isReader;

        internal Turn(ModelUse use, bool isReader) => (this.use, this.isReader) = (use, isReader);

        /// <summary>Ends the call.</summary>
        public void Dispose() => use?.Leave(isReader);
    }
}
