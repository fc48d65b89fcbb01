using System.Text;
using DenialDesk.X12.Writing;

namespace DenialDesk.X12.Tests.Writing;

public sealed class RoundTripTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["835", "837P", "837I", "837D", "277CA", "277-other", "999", "997", "TA1"];

    [Fact]
    public void Every_public_file_is_written_as_the_bytes_it_was_read_from()
    {
        int files = 0, wellFormed = 0, same = 0;
        var wrong = new List<string>();
        foreach (var path in Kinds.SelectMany(Corpus.Files))
        {
            var bytes = File.ReadAllBytes(path);
            var document = X12Document.Read(bytes);
            var equal = document.ToArray().AsSpan().SequenceEqual(bytes);
            files++;
            same += equal ? 1 : 0;
            wellFormed += IsWellFormed(document) ? 1 : 0;
            if (IsWellFormed(document) && !equal)
            {
                wrong.Add(path);
            }
        }

        output.WriteLine($"{files} files, {wellFormed} well formed, {same} written as the same bytes");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(wellFormed > 150, $"only {wellFormed} files counted as well formed");
        Assert.Equal(files, same);
    }

    [Theory]
    [InlineData('|', '>', '^', '\n', "")]
    [InlineData('*', '<', '!', '\r', "")]
    [InlineData('^', '\\', '`', '~', "\r\n")]
    [InlineData('+', '>', '^', '\'', "\n")]
    [InlineData('*', ':', '^', '\u001c', "")]
    public void Any_delimiters_and_line_ends_are_written_back(char element, char component, char repetition, char segment, string lineEnd)
    {
        foreach (var name in Samples())
        {
            var bytes = Dress.With(Encoding.Latin1.GetString(File.ReadAllBytes(name)), element, component, repetition, segment, lineEnd);

            Assert.Equal(bytes, X12Document.Read(bytes).ToArray());
        }
    }

    [Fact]
    public void A_byte_order_mark_blank_lines_and_bytes_after_the_end_are_written_back()
    {
        var file = "\u00ef\u00bb\u00bf\r\n" + Encoding.Latin1.GetString(File.ReadAllBytes(Samples().First())) + "\r\n\u001a";
        var bytes = Encoding.Latin1.GetBytes(file);

        var document = X12Document.Read(bytes);

        Assert.Equal("\u00ef\u00bb\u00bf\r\n", document.Before);
        Assert.Equal(bytes, document.ToArray());
    }

    [Fact]
    public void Changing_an_element_changes_nothing_else()
    {
        var bytes = File.ReadAllBytes(Samples().First());
        var document = X12Document.Read(bytes);
        var st = document.Segments.First(s => s.Id == "ST");

        var changed = document.With(document.Segments.Select(s => s == st ? s.With(2, "7777") : s)).ToArray();

        var text = Encoding.Latin1.GetString(bytes);
        var old = st.ToString();
        Assert.Equal(text.Replace(old, st.With(2, "7777").ToString(), StringComparison.Ordinal), Encoding.Latin1.GetString(changed));
    }

    /// <summary>Complete, its counts and control numbers right, nothing passed over, lines not broken inside segments.</summary>
    private static bool IsWellFormed(X12Document document) =>
        document.Segments.Count > 0 && !document.IsWrapped && document.Problems.All(p => p.Severity == Severity.Note);

    private static IEnumerable<string> Samples() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "files"), "*.*", SearchOption.TopDirectoryOnly)
            .Where(f => !f.EndsWith("truncated.835", StringComparison.Ordinal) && !f.EndsWith("pipes.835", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
