namespace DenialDesk.Web.Components.Controls;

/// <summary>How hard a QR code is to read for a camera: long runs, squares of one colour, false finders, too much of one colour (ISO/IEC 18004, 7.8.3).</summary>
internal static class QrPenalty
{
    private static readonly bool[] Finder = [true, false, true, true, true, false, true];

    /// <summary>The sum of all four; the mask with the lowest is taken.</summary>
    public static int Of(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var sum = 0;
        for (var i = 0; i < size; i++)
        {
            sum += Line(size, k => dark[i, k]) + Line(size, k => dark[k, i]);
        }

        return sum + Squares(dark, size) + Balance(dark, size);
    }

    private static int Line(int size, Func<int, bool> at)
    {
        var (sum, run) = (0, 1);
        for (var k = 1; k <= size; k++)
        {
            if (k < size && at(k) == at(k - 1)) { run++; continue; }

            if (run >= 5) { sum += run - 2; }

            run = 1;
        }

        for (var k = 0; k + 7 <= size; k++)
        {
            var here = k;
            if (!Finder.Select((wanted, n) => at(here + n) == wanted).All(same => same)) { continue; }

            bool Light(int from) => Enumerable.Range(from, 4).All(n => n < 0 || n >= size || !at(n));
            if (Light(k - 4) || Light(k + 7)) { sum += 40; }
        }

        return sum;
    }

    private static int Squares(bool[,] dark, int size)
    {
        var sum = 0;
        for (var y = 1; y < size; y++)
        {
            for (var x = 1; x < size; x++)
            {
                if (dark[y, x] == dark[y - 1, x] && dark[y, x] == dark[y, x - 1] && dark[y, x] == dark[y - 1, x - 1]) { sum += 3; }
            }
        }

        return sum;
    }

    private static int Balance(bool[,] dark, int size)
    {
        var count = dark.Cast<bool>().Count(d => d);
        return Math.Abs((count * 20) - (size * size * 10)) / (size * size) * 10;
    }
}
