using System.Text;

namespace DenialDesk.X12.Tests;

/// <summary>The synthetic files of <c>samples/files/reader</c>.</summary>
internal static class ShippedFile
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Repository.Samples, name));

    public static string Text(string name) => Encoding.Latin1.GetString(Bytes(name));

    public static IEnumerable<string> Names(string extension) =>
        Directory.EnumerateFiles(Repository.Samples, "*" + extension).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal);

    /// <summary>Expected output beside a sample; set REWRITE_EXPECTED=1 to write it anew, then read the difference.</summary>
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Repository.Samples, name + ".expected.txt");
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("REWRITE_EXPECTED") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
