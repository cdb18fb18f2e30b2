using System.Globalization;

namespace Mlp.Tests.Shared;

/// <summary>
/// Damages files, the same way for the same seed, and holds their reader to its word: it may take what it is given, or throw
/// the one exception that it documents; it may not throw another, go on for ever, or take memory without measure.
/// </summary>
internal static class Mutator
{
    /// <summary>How many damaged files a test reads, unless the variable <c>MUTATIONS</c> says otherwise.</summary>
    private const int Short = 2_000;

    // Far beyond what reading takes: a machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>Reads damaged copies of the files, in turn, and fails at the first that is not answered as documented.</summary>
    /// <typeparam name="TDocumented">The exception that may be thrown.</typeparam>
    /// <param name="originals">Whole files.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="most">The most bytes that reading a file of that length may allocate.</param>
    public static void Hold<TDocumented>(
        IReadOnlyList<byte[]> originals,
        Action<byte[]> read,
        Func<int, long> most
    )
        where TDocumented : Exception
    {
        var count = int.Parse(
            Environment.GetEnvironmentVariable("MUTATIONS") ?? $"{Short}",
            CultureInfo.InvariantCulture
        );
        var (seed, taken, largest) = (0, 0, 0.0);
        string? broken = null;
        var worker = new Thread(() =>
        {
            for (; seed < count && broken is null; seed++)
            {
                var original = originals[seed % originals.Count];
                var damaged = Damage(original, seed);
                var before = GC.GetTotalAllocatedBytes();
                try
                {
                    read(damaged);
                    taken++;
                }
                catch (TDocumented)
                {
                    // As documented.
                }
                catch (Exception other)
                {
                    broken = $"Seed {seed} throws {other}";
                }

                var allocated = GC.GetTotalAllocatedBytes() - before;
                largest = Math.Max(largest, (double)allocated / Math.Max(1, damaged.Length));
                if (allocated > most(damaged.Length))
                {
                    broken ??=
                        $"Seed {seed} of {damaged.Length} bytes took {allocated}; at most {most(damaged.Length)} may be.";
                }
            }
        })
        {
            IsBackground = true,
        };
        worker.Start();
        var seen = -1;
        while (!worker.Join(Patience))
        {
            Assert.That(seed, Is.Not.EqualTo(seen), $"Seed {seed} is not answered in {Patience}.");
            seen = seed;
        }

        Assert.That(broken, Is.Null);
        TestContext.Out.WriteLine(
            $"{count} damaged files, {taken} read all the same; at most {largest:F0} bytes taken for one of theirs."
        );
        // Damage that nothing notices would prove nothing, and neither would damage that leaves no structure to trip over.
        Assert.That(taken, Is.LessThan(count));
    }

    /// <summary>A copy with one to four damages.</summary>
    public static byte[] Damage(byte[] original, int seed)
    {
        var random = new Random(seed);
        var bytes = original.ToList();
        for (var damages = random.Next(1, 5); damages > 0 && bytes.Count > 16; damages--)
        {
            Damage(bytes, random);
        }

        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        // Half of all damage goes to the last part: that is where Parquet says what is where.
        var at = random.Next(2) == 0 ? random.Next(bytes.Count) : Late(bytes.Count, random);
        var length = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes[at] = Extremes[random.Next(Extremes.Length)];
                break;
            case 3:
                for (var i = 0; i < length; i++)
                {
                    bytes[at + i] = (byte)random.Next(256);
                }

                break;
            case 4:
                // A large number, written in as many bytes as it takes.
                for (var i = 0; i < length; i++)
                {
                    bytes[at + i] = (byte)(i == length - 1 ? 0x7F : 0xFF);
                }

                break;
            case 5:
                bytes.RemoveRange(at, length);
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length), length));
                break;
            default:
                // Cut off in the middle, the end put back on: sizes no longer agree.
                bytes.RemoveRange(at, Math.Min(random.Next(1, 256), bytes.Count - at));
                break;
        }
    }

    private static int Late(int count, Random random) =>
        count - 1 - (int)(count * 0.3 * random.NextDouble());
}
