namespace Mlp.Data;

/// <summary>
/// A Parquet file of which, once it is open, only the pages that were checked can be seen: a reader that goes on looking for
/// values that a page lacks finds an end, and not other bytes that it would take for a page.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="pages">Where checked pages begin and end.</param>
internal sealed class CheckedPages(Stream file, IEnumerable<(long Start, long End)> pages) : Stream
{
    private readonly (long Start, long End)[] pages = [.. pages.Order()];
    private bool isOpen;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>From now on there are only pages.</summary>
    public void HideTheRest() => isOpen = true;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) =>
        file.Read(isOpen ? buffer[..(int)Math.Min(buffer.Length, Left())] : buffer);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    // To the end of the page that the place lies in.
    private long Left()
    {
        var place = file.Position;
        var index = Array.BinarySearch(pages, (place, long.MaxValue));
        var before = ~index - 1;
        return before < 0 ? 0 : Math.Max(0, pages[before].End - place);
    }
}
