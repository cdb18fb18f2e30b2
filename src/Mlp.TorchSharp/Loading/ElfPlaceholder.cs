using System.Buffers.Binary;
using System.Text;

namespace Mlp.TorchSharp;

/// <summary>
/// An ELF library of some hundred bytes that holds nothing but a name (DT_SONAME). The system's loader opens no file whose
/// path is the name of a library already loaded, so a placeholder that bears the path keeps the file there from loading.
/// </summary>
internal static class ElfPlaceholder
{
    private const int ProgramHeaders = 64;
    private const int Dynamic = ProgramHeaders + (3 * 56);
    private const int Symbols = Dynamic + (7 * 16);
    private const int Hash = Symbols + 24;
    private const int Strings = Hash + 16;

    /// <summary>From now on, loading that path gives an empty library.</summary>
    /// <param name="path">The path exactly as it will be asked for.</param>
    public static void Occupy(string path) =>
        PassingFolder.Load(folder =>
        {
            var file = Path.Combine(folder, "placeholder.so");
            File.WriteAllBytes(file, Create(path));
            return file;
        });

    /// <summary>The bytes of an x86-64 library of that name.</summary>
    internal static byte[] Create(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var strings = text.Length + 2;
        var library = new byte[Strings + strings];
        text.CopyTo(library, Strings + 1);

        // Header: 64 bits, little-endian, version 1; a shared object (3) for x86-64 (62).
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(library);
        Write(library, 16, 3 | (62 << 16), 1);
        Write(library, 32, ProgramHeaders, 0);
        Write(library, 52, 64 | (56 << 16), 3 | (64 << 16));

        // Segments: all of the file readable and writable (the loader relocates the table below), that table, and a
        // stack that need not be executable.
        Segment(0, type: 1, offset: 0, size: library.Length, align: 0x1000);
        Segment(1, type: 2, offset: Dynamic, size: 7 * 16, align: 8);
        Segment(2, type: 0x6474e551, offset: 0, size: 0, align: 16);

        // DT_SONAME, DT_STRTAB, DT_STRSZ, DT_SYMTAB, DT_SYMENT, DT_HASH; the seventh entry, of zeros, ends the table.
        int[] entries = [14, 1, 5, Strings, 10, strings, 6, Symbols, 11, 24, 4, Hash];
        for (var i = 0; i < entries.Length; i++)
        {
            Write(library, Dynamic + (8 * i), entries[i], 0);
        }

        // One bucket and one symbol, the null symbol.
        Write(library, Hash, 1, 1);
        return library;

        void Segment(int index, int type, int offset, int size, int align)
        {
            var header = ProgramHeaders + (56 * index);
            Write(library, header, type, 4 | 2);
            foreach (var place in (int[])[8, 16, 24])
            {
                Write(library, header + place, offset, 0);
            }

            Write(library, header + 32, size, 0);
            Write(library, header + 40, size, 0);
            Write(library, header + 48, align, 0);
        }
    }

    private static void Write(byte[] library, int offset, int first, int second)
    {
        BinaryPrimitives.WriteInt32LittleEndian(library.AsSpan(offset), first);
        BinaryPrimitives.WriteInt32LittleEndian(library.AsSpan(offset + 4), second);
    }
}
