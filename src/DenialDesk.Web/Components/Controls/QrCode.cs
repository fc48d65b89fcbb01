using System.Text;

namespace DenialDesk.Web.Components.Controls;

/// <summary>Draws a text as a QR code, so that a phone's camera can take a secret over without typing.</summary>
/// <remarks>ISO/IEC 18004: byte mode, error correction level M, versions 1 to 10 (213 bytes). The mask with the lowest penalty is chosen, as the standard asks.</remarks>
internal sealed class QrCode
{
    // Level M: error correction bytes in each block, and how many blocks, by version.
    private static readonly int[] CheckBytes = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26];
    private static readonly int[] Blocks = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5];

    private readonly int _version;
    private readonly bool[,] _dark;
    private readonly bool[,] _fixed;

    private QrCode(int version)
    {
        _version = version;
        Size = (version * 4) + 17;
        (_dark, _fixed) = (new bool[Size, Size], new bool[Size, Size]);
    }

    /// <summary>Modules on a side.</summary>
    public int Size { get; }

    /// <summary>Whether a module is dark; the first index counts rows from the top.</summary>
    public bool this[int row, int column] => _dark[row, column];

    /// <summary>The code of a text; throws for one of more than 213 bytes.</summary>
    public static QrCode Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = Enumerable.Range(1, 10).FirstOrDefault(v => Head(v) + (bytes.Length * 8) <= DataBytes(v) * 8);
        if (version == 0) { throw new ArgumentException("The text is too long for a QR code of this desk.", nameof(text)); }

        var code = new QrCode(version);
        code.DrawPatterns();
        code.DrawData(WithChecks(Data(bytes, version), version));
        code.Mask();
        return code;
    }

    /// <summary>As the path of an SVG picture, one unit a module.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                if (_dark[row, column]) { path.Append('M').Append(column).Append(' ').Append(row).Append("h1v1h-1z"); }
            }
        }

        return path.ToString();
    }

    private static int Head(int version) => version < 10 ? 12 : 20;

    private static int AllBytes(int version)
    {
        var bits = (((16 * version) + 128) * version) + 64;
        if (version >= 2)
        {
            var marks = (version / 7) + 2;
            bits -= (((25 * marks) - 10) * marks) - 55;
            if (version >= 7) { bits -= 36; }
        }

        return bits / 8;
    }

    private static int DataBytes(int version) => AllBytes(version) - (CheckBytes[version] * Blocks[version]);

    private static byte[] Data(byte[] text, int version)
    {
        var bits = new List<bool>();
        void Put(int value, int count)
        {
            for (var i = count - 1; i >= 0; i--) { bits.Add(((value >> i) & 1) == 1); }
        }

        Put(4, 4);
        Put(text.Length, version < 10 ? 8 : 16);
        foreach (var one in text) { Put(one, 8); }

        var room = DataBytes(version) * 8;
        Put(0, Math.Min(4, room - bits.Count));
        Put(0, (8 - (bits.Count % 8)) % 8);
        for (var pad = 0xEC; bits.Count < room; pad ^= 0xEC ^ 0x11) { Put(pad, 8); }

        return [.. bits.Chunk(8).Select(c => (byte)c.Aggregate(0, (v, bit) => (v << 1) | (bit ? 1 : 0)))];
    }

    /// <summary>Splits the data into blocks, adds to each its check bytes, and lays the blocks into one another.</summary>
    private static List<byte> WithChecks(byte[] data, int version)
    {
        var (count, checks) = (Blocks[version], CheckBytes[version]);
        var (shortLength, longOnes) = (data.Length / count, data.Length % count);
        var divisor = Divisor(checks);
        var blocks = new List<(byte[] Data, byte[] Checks)>();
        for (var (i, at) = (0, 0); i < count; i++)
        {
            var block = data[at..(at + shortLength + (i >= count - longOnes ? 1 : 0))];
            at += block.Length;
            blocks.Add((block, Remainder(block, divisor)));
        }

        var woven = new List<byte>();
        for (var i = 0; i <= shortLength; i++) { woven.AddRange(blocks.Where(b => i < b.Data.Length).Select(b => b.Data[i])); }

        for (var i = 0; i < checks; i++) { woven.AddRange(blocks.Select(b => b.Checks[i])); }

        return woven;
    }

    private static byte[] Divisor(int degree)
    {
        var result = new byte[degree];
        result[^1] = 1;
        var root = (byte)1;
        for (var i = 0; i < degree; i++, root = Times(root, 2))
        {
            for (var j = 0; j < degree; j++)
            {
                result[j] = (byte)(Times(result[j], root) ^ (j + 1 < degree ? result[j + 1] : 0));
            }
        }

        return result;
    }

    private static byte[] Remainder(byte[] data, byte[] divisor)
    {
        var result = new byte[divisor.Length];
        foreach (var one in data)
        {
            var factor = (byte)(one ^ result[0]);
            result = [.. result[1..], 0];
            for (var i = 0; i < result.Length; i++) { result[i] ^= Times(divisor[i], factor); }
        }

        return result;
    }

    /// <summary>Multiplication in the field of 256 elements with the polynomial 0x11D.</summary>
    private static byte Times(byte a, byte b)
    {
        var product = 0;
        for (var i = 7; i >= 0; i--) { product = (product << 1) ^ ((product >> 7) * 0x11D) ^ (((b >> i) & 1) * a); }

        return (byte)product;
    }

    private void Set(int row, int column, bool dark)
    {
        _dark[row, column] = dark;
        _fixed[row, column] = true;
    }

    private void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }

        foreach (var (row, column) in new[] { (3, 3), (3, Size - 4), (Size - 4, 3) }) { DrawRings(row, column, 4); }

        var marks = Marks();
        foreach (var row in marks)
        {
            foreach (var column in marks.Where(c => !((row == 6 && (c == 6 || c == Size - 7)) || (row == Size - 7 && c == 6)))) { DrawRings(row, column, 2); }
        }

        DrawFormat(0);
        if (_version >= 7) { DrawVersion(); }
    }

    /// <summary>Where the small alignment squares have their centres.</summary>
    private int[] Marks()
    {
        if (_version == 1) { return []; }

        var count = (_version / 7) + 2;
        var step = ((_version * 8) + (count * 3) + 5) / ((count * 4) - 4) * 2;
        return [6, .. Enumerable.Range(0, count - 1).Select(i => Size - 7 - (i * step)).Reverse()];
    }

    /// <summary>Squares around a centre: the finder (reach 4, the last ring light) or an alignment mark (reach 2).</summary>
    private void DrawRings(int row, int column, int reach)
    {
        for (var down = -reach; down <= reach; down++)
        {
            for (var right = -reach; right <= reach; right++)
            {
                var ring = Math.Max(Math.Abs(down), Math.Abs(right));
                var (y, x) = (row + down, column + right);
                if (y >= 0 && y < Size && x >= 0 && x < Size) { Set(y, x, reach == 4 ? ring is not 2 and not 4 : ring != 1); }
            }
        }
    }

    private void DrawFormat(int mask)
    {
        var rest = mask;                        // level M is 00, then the mask
        for (var i = 0; i < 10; i++) { rest = (rest << 1) ^ ((rest >> 9) * 0x537); }

        var bits = ((mask << 10) | rest) ^ 0x5412;
        bool Bit(int i) => ((bits >> i) & 1) == 1;
        for (var i = 0; i <= 5; i++) { Set(i, 8, Bit(i)); }

        Set(7, 8, Bit(6));
        Set(8, 8, Bit(7));
        Set(8, 7, Bit(8));
        for (var i = 9; i < 15; i++) { Set(8, 14 - i, Bit(i)); }

        for (var i = 0; i < 8; i++) { Set(8, Size - 1 - i, Bit(i)); }

        for (var i = 8; i < 15; i++) { Set(Size - 15 + i, 8, Bit(i)); }

        Set(Size - 8, 8, true);
    }

    private void DrawVersion()
    {
        var rest = _version;
        for (var i = 0; i < 12; i++) { rest = (rest << 1) ^ ((rest >> 11) * 0x1F25); }

        var bits = (_version << 12) | rest;
        for (var i = 0; i < 18; i++)
        {
            var (a, b, dark) = (Size - 11 + (i % 3), i / 3, ((bits >> i) & 1) == 1);
            Set(b, a, dark);
            Set(a, b, dark);
        }
    }

    /// <summary>Lays the bits in columns two wide, from the right, up and down in turn.</summary>
    private void DrawData(List<byte> bytes)
    {
        var i = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6) { right = 5; }

            var up = ((right + 1) & 2) == 0;
            for (var step = 0; step < Size; step++)
            {
                var row = up ? Size - 1 - step : step;
                foreach (var column in new[] { right, right - 1 })
                {
                    if (_fixed[row, column] || i >= bytes.Count * 8) { continue; }

                    _dark[row, column] = ((bytes[i >> 3] >> (7 - (i & 7))) & 1) == 1;
                    i++;
                }
            }
        }
    }

    private void Mask()
    {
        var best = Enumerable.Range(0, 8).MinBy(mask =>
        {
            Flip(mask);
            DrawFormat(mask);
            var penalty = QrPenalty.Of(_dark);
            Flip(mask);
            return penalty;
        });
        Flip(best);
        DrawFormat(best);
    }

    private void Flip(int mask)
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var flip = mask switch
                {
                    0 => (x + y) % 2 == 0,
                    1 => y % 2 == 0,
                    2 => x % 3 == 0,
                    3 => (x + y) % 3 == 0,
                    4 => ((x / 3) + (y / 2)) % 2 == 0,
                    5 => (x * y % 2) + (x * y % 3) == 0,
                    6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
                    _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
                };
                _dark[y, x] ^= flip && !_fixed[y, x];
            }
        }
    }
}
