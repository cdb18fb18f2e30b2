using System.Buffers.Binary;
using System.Text;

namespace Mlp.Fuzzing.Tests;

/// <summary>Damages bytes as crashes, bad disks and ill will do: the same way for the same random numbers.</summary>
internal static class Damage
{
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];

    private static readonly long[] Sizes =
    [
        0,
        1,
        -1,
        2,
        127,
        255,
        65_535,
        65_536,
        1 << 20,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "-1",
        "1",
        "00",
        "1.5",
        "1e400",
        "-1e-400",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "1e5",
        "NaN",
        "Infinity",
        "0x10",
        "\u0661\u0662",
        "1,5",
    ];

    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "\"",
            "\\",
            "\\ud800",
            "\\u0000",
            "\0",
            "\uFEFF",
            "\r",
            "\n",
            "\r\n",
            ",",
            ":",
            "{}",
            "[]",
            "null",
            "true",
            "\"\"",
            "{\"\":",
            "\u0130\u00DF\U0001F600",
        }.Select(Encoding.UTF8.GetBytes),
        // What is no UTF-8: a lone byte of a sequence, one too long, half of a pair, bytes that never stand anywhere.
        [0x80],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xFF, 0xFE],
    ];

    /// <summary>One to four damages of binary files; half of them in the last third, where Parquet says what is where.</summary>
    public static byte[] Bytes(Random random, byte[] whole, byte[] other)
    {
        if (random.Next(16) == 0)
        {
            return Splice(random, whole, other);
        }

        var bytes = new List<byte>(whole.Length + 512);
        bytes.AddRange(whole);
        for (var damages = random.Next(1, 5); damages > 0 && bytes.Count > 0; damages--)
        {
            Binary(random, bytes);
        }

        return [.. bytes];
    }

    /// <summary>One to four damages of texts: numbers, names, brackets, nesting, what is no UTF-8; now and then as of binary files.</summary>
    public static byte[] Text(Random random, byte[] whole, byte[] other)
    {
        if (random.Next(16) == 0)
        {
            return Splice(random, whole, other);
        }

        var bytes = new List<byte>(whole.Length + 512);
        bytes.AddRange(whole);
        for (var damages = random.Next(1, 5); damages > 0 && bytes.Count > 0; damages--)
        {
            Textual(random, bytes);
        }

        return [.. bytes];
    }

    /// <summary>The beginning of one file and the end of another.</summary>
    private static byte[] Splice(Random random, byte[] whole, byte[] other) =>
        [
            .. whole.AsSpan(0, random.Next(whole.Length + 1)),
            .. other.AsSpan(random.Next(other.Length + 1)),
        ];

    private static void Binary(Random random, List<byte> bytes)
    {
        var at =
            random.Next(2) == 0
                ? random.Next(bytes.Count)
                : bytes.Count - 1 - (int)(bytes.Count * 0.3 * random.NextDouble());
        var length = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(11))
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
                bytes.InsertRange(
                    at,
                    bytes.GetRange(random.Next(bytes.Count - length + 1), length)
                );
                break;
            case 7:
                // Cut out of the middle, the end put back on: sizes no longer agree.
                bytes.RemoveRange(at, Math.Min(random.Next(1, 256), bytes.Count - at));
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 9:
                Number(random, bytes, at);
                break;
            default:
                bytes.AddRange(bytes.GetRange(at, length));
                break;
        }
    }

    // A size or an offset, of 2, 4 or 8 bytes in either order: an extreme one, or a little more or less than it was.
    private static void Number(Random random, List<byte> bytes, int at)
    {
        var width = 2 << random.Next(3);
        if (at + width > bytes.Count)
        {
            return;
        }

        Span<byte> number = stackalloc byte[8];
        for (var i = 0; i < width; i++)
        {
            number[i] = bytes[at + i];
        }

        var isBig = random.Next(2) == 0;
        if (isBig)
        {
            number[..width].Reverse();
        }

        var value = BinaryPrimitives.ReadInt64LittleEndian(number);
        value = random.Next(3) switch
        {
            0 => value + random.Next(-2, 3),
            1 => bytes.Count + random.Next(-2, 3),
            _ => Sizes[random.Next(Sizes.Length)],
        };
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        if (isBig)
        {
            number[..width].Reverse();
        }

        for (var i = 0; i < width; i++)
        {
            bytes[at + i] = number[i];
        }
    }

    private static void Textual(Random random, List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(9))
        {
            case 0:
            case 1:
                ReplaceNumber(random, bytes, at);
                break;
            case 2:
                bytes.InsertRange(at, Texts[random.Next(Texts.Length)]);
                break;
            case 3:
                Nest(random, bytes, at);
                break;
            case 4:
                Move(random, bytes, at, keep: true);
                break;
            case 5:
                Move(random, bytes, at, keep: false);
                break;
            case 6:
                // Without one of its marks.
                var mark = bytes.FindIndex(
                    at,
                    b =>
                        b
                            is (byte)'"'
                                or (byte)','
                                or (byte)':'
                                or (byte)'{'
                                or (byte)'}'
                                or (byte)'['
                                or (byte)']'
                                or (byte)'\n'
                );
                if (mark >= 0)
                {
                    bytes.RemoveAt(mark);
                }

                break;
            case 7:
                bytes.RemoveRange(
                    at,
                    random.Next(8) == 0
                        ? bytes.Count - at
                        : Math.Min(random.Next(1, 64), bytes.Count - at)
                );
                break;
            default:
                Binary(random, bytes);
                break;
        }
    }

    private static void ReplaceNumber(Random random, List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(at, IsDigit);
        if (start < 0)
        {
            return;
        }

        var end = bytes.FindIndex(start, b => !IsDigit(b));
        end = end < 0 ? bytes.Count : end;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(
            start,
            random.Next(20) == 0
                ? Enumerable.Repeat((byte)'9', random.Next(1, 2_000))
                : Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)])
        );

        static bool IsDigit(byte b) =>
            b is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'.';
    }

    // Brackets, closed or not, a few deep or far deeper than any stack.
    private static void Nest(Random random, List<byte> bytes, int at)
    {
        var depth = random.Next(4) == 0 ? random.Next(1_000, 20_000) : random.Next(1, 80);
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        bytes.InsertRange(
            at,
            Encoding.ASCII.GetBytes(
                string.Concat(Enumerable.Repeat(open, depth))
                    + "0"
                    + (random.Next(2) == 0 ? string.Concat(Enumerable.Repeat(close, depth)) : "")
            )
        );
    }

    // A part between two marks, put to another place: names twice, values of another type.
    private static void Move(Random random, List<byte> bytes, int at, bool keep)
    {
        var start = bytes.FindIndex(at, IsMark);
        var end = start < 0 ? -1 : bytes.FindIndex(start + 1, IsMark);
        if (end < 0)
        {
            return;
        }

        end = random.Next(2) == 0 ? end : Math.Min(bytes.Count, end + random.Next(1, 40));
        var part = bytes.GetRange(start, end - start);
        if (!keep)
        {
            bytes.RemoveRange(start, end - start);
        }

        bytes.InsertRange(random.Next(bytes.Count + 1), part);

        static bool IsMark(byte b) =>
            b is (byte)',' or (byte)'{' or (byte)'[' or (byte)':' or (byte)'\n';
    }
}
