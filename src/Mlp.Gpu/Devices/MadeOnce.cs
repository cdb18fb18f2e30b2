namespace Mlp.Gpu;

/// <summary>What is made when first wanted, by one thread; what fails, as memory was full, is tried again when it is wanted again.</summary>
/// <param name="make">Makes it.</param>
internal sealed class MadeOnce<T>(Func<T> make)
    where T : class
{
    private readonly Lock making = new();
    private T? made;

    /// <summary>It.</summary>
    public T Value
    {
        get
        {
            lock (making)
            {
                return made ??= make();
            }
        }
    }
}
