using System.Buffers.Binary;
using System.Text;

namespace Mlp.TorchSharp;

/// <summary>
/// The versions of other libraries' symbols that an ELF library asks for (section .gnu.version_r). Each has flags
/// (vna_flags); with VER_FLG_WEAK set, the system's loader goes on when the version is missing.
/// Source: Linux Standard Base, "Symbol Versioning"; 64-bit little-endian files only.
/// </summary>
internal static class ElfVersionNeed
{
    private const ushort Weak = 2;
    private const uint VersionNeedSection = 0x6ffffffe;

    /// <summary>Sets VER_FLG_WEAK in the entry of that version; nothing else changes.</summary>
    /// <param name="library">The whole file.</param>
    /// <param name="version">As in <c>GLIBCXX_3.4.32</c>.</param>
    /// <exception cref="InvalidDataException">This is no ELF library, it is cut off, or it does not ask for that version.</exception>
    public static void MakeWeak(Span<byte> library, string version)
    {
        var flags = library[FlagsOffset(library, version)..];
        BinaryPrimitives.WriteUInt16LittleEndian(
            flags,
            (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak)
        );
    }

    /// <summary>Whether the entry of that version is weak.</summary>
    /// <inheritdoc cref="MakeWeak"/>
    public static bool IsWeak(ReadOnlySpan<byte> library, string version) =>
        (BinaryPrimitives.ReadUInt16LittleEndian(library[FlagsOffset(library, version)..]) & Weak)
        != 0;

    // The entries are two nested lists: for each library needed a record (vn_cnt, vn_aux, vn_next) and under it one
    // record a version (vna_flags, vna_name, vna_next). Offsets are relative to the record they stand in.
    private static int FlagsOffset(ReadOnlySpan<byte> library, string version)
    {
        var (needs, names) = Sections(library);
        for (var need = needs; ; )
        {
            var versions = UInt16(library, need + 2);
            var entry = need + UInt32(library, need + 8);
            for (var i = 0; i < versions; i++)
            {
                if (Text(library, names + UInt32(library, entry + 8)) == version)
                {
                    return checked((int)entry + 4);
                }

                entry += UInt32(library, entry + 12);
            }

            var next = UInt32(library, need + 12);
            if (next == 0)
            {
                throw new InvalidDataException(
                    $"The library does not ask for {version}, so there is nothing to make weak."
                );
            }

            need += next;
        }
    }

    // File offsets of the version needs and of the strings they name.
    private static (long Needs, long Names) Sections(ReadOnlySpan<byte> library)
    {
        if (!library.StartsWith("\u007fELF"u8))
        {
            throw new InvalidDataException(
                "The file does not begin with 0x7F 'ELF'; a 64-bit ELF library was expected."
            );
        }

        // Class 2: 64 bits; data 1: little-endian.
        if (At(library, 4, 2) is not [2, 1])
        {
            throw new InvalidDataException(
                "The file is ELF, but not of 64 bits and little-endian, which is all that is read here."
            );
        }

        var headers = UInt64(library, 0x28);
        var size = UInt16(library, 0x3A);
        var count = UInt16(library, 0x3C);
        for (var i = 0; i < count; i++)
        {
            var header = headers + (i * size);
            if (UInt32(library, header + 4) == VersionNeedSection)
            {
                var strings = headers + (UInt32(library, header + 0x28) * size);
                return (UInt64(library, header + 0x18), UInt64(library, strings + 0x18));
            }
        }

        throw new InvalidDataException(
            "The library has no section of needed versions (.gnu.version_r)."
        );
    }

    private static ushort UInt16(ReadOnlySpan<byte> library, long offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(At(library, offset, 2));

    private static uint UInt32(ReadOnlySpan<byte> library, long offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(At(library, offset, 4));

    private static long UInt64(ReadOnlySpan<byte> library, long offset) =>
        BinaryPrimitives.ReadInt64LittleEndian(At(library, offset, 8));

    private static string Text(ReadOnlySpan<byte> library, long offset)
    {
        _ = At(library, offset, 1);
        var rest = library[(int)offset..];
        var end = rest.IndexOf((byte)0);
        return end >= 0
            ? Encoding.ASCII.GetString(rest[..end])
            : throw new InvalidDataException(
                $"The library ends at byte {library.Length} inside the name at byte {offset}."
            );
    }

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> library, long offset, int length) =>
        offset >= 0 && offset <= library.Length - length
            ? library.Slice((int)offset, length)
            : throw new InvalidDataException(
                $"The library ends at byte {library.Length}, but {length} bytes at byte {offset} were expected; it is cut off or damaged."
            );
}
