using System.Text;
using DenialDesk.Web.Components.Controls;

namespace DenialDesk.Web.Tests.Pages;

/// <summary>Reads a picture back by the standard's own rules, with nothing of the code that drew it. One block of data, so up to 42 bytes.</summary>
public sealed class QrCodeTests
{
    [Theory]
    [InlineData("A", 21)]
    [InlineData("otpauth://totp/x?s=ABC", 25)]
    [InlineData("otpauth://totp/DenialDesk:bea?secret=ABCD", 29)]
    [InlineData("Zürich", 21)]
    public void A_text_is_read_back_from_its_picture(string text, int size)
    {
        var code = QrCode.Of(text);

        Assert.Equal(size, code.Size);
        Assert.Equal(text, Read(code));
    }

    [Fact]
    public void The_corners_can_be_found_and_a_text_too_long_is_refused()
    {
        var code = QrCode.Of(new string('x', 213));

        Assert.Equal(57, code.Size);
        foreach (var (row, column) in new[] { (0, 0), (0, 50), (50, 0) })
        {
            for (var i = 0; i < 7; i++) { Assert.True(code[row, column + i] && code[row + 6, column + i] && code[row + i, column] && code[row + 3, column + 3]); }
        }

        Assert.Throws<ArgumentException>(() => QrCode.Of(new string('x', 214)));
    }

    private static string Read(QrCode code)
    {
        var format = 0;
        for (var i = 0; i < 6; i++) { format |= (code[i, 8] ? 1 : 0) << i; }

        format |= ((code[7, 8] ? 1 : 0) << 6) | ((code[8, 8] ? 1 : 0) << 7) | ((code[8, 7] ? 1 : 0) << 8);
        for (var i = 9; i < 15; i++) { format |= (code[8, 14 - i] ? 1 : 0) << i; }

        format ^= 0x5412;
        Assert.Equal(0, format >> 13);          // level M
        var bits = Bits(code, (format >> 10) & 7).ToList();
        int Take(int from, int count) => bits.Skip(from).Take(count).Aggregate(0, (v, bit) => (v << 1) | (bit ? 1 : 0));
        Assert.Equal(4, Take(0, 4));            // bytes
        return Encoding.UTF8.GetString([.. Enumerable.Range(0, Take(4, 8)).Select(i => (byte)Take(12 + (i * 8), 8))]);
    }

    private static IEnumerable<bool> Bits(QrCode code, int mask)
    {
        var (size, up) = (code.Size, true);
        for (var right = size - 1; right > 0; right -= 2, up = !up)
        {
            if (right == 6) { right--; }

            for (var step = 0; step < size; step++)
            {
                var row = up ? size - 1 - step : step;
                for (var column = right; column > right - 2; column--)
                {
                    if (!IsPattern(size, row, column)) { yield return code[row, column] ^ Masked(mask, row, column); }
                }
            }
        }
    }

    private static bool IsPattern(int size, int row, int column)
        => row == 6 || column == 6 || (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9)
            || (size > 21 && Math.Abs(row - (size - 7)) <= 2 && Math.Abs(column - (size - 7)) <= 2);

    private static bool Masked(int mask, int i, int j) => mask switch
    {
        0 => (i + j) % 2 == 0,
        1 => i % 2 == 0,
        2 => j % 3 == 0,
        3 => (i + j) % 3 == 0,
        4 => ((i / 2) + (j / 3)) % 2 == 0,
        5 => (i * j % 2) + (i * j % 3) == 0,
        6 => ((i * j % 2) + (i * j % 3)) % 2 == 0,
        _ => (((i + j) % 2) + (i * j % 3)) % 2 == 0,
    };
}
