using DenialDesk.X12.Acknowledgment;

namespace DenialDesk.X12.Tests.Acknowledgment;

public sealed class AcknowledgmentWordsTests
{
    [Fact]
    public void Every_code_of_the_lists_has_words_of_its_own()
    {
        AllTold(AcknowledgmentWords.Segment, "1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9");
        AllTold(AcknowledgmentWords.Element, "1 2 3 4 5 6 7 8 9 10 12 13 I6 I9 I10 I11 I12 I13");
        AllTold(AcknowledgmentWords.Set, "1 2 3 4 5 6 7 8 9 10 11 12 13 15 16 17 18 19 23 24 25 26 27 I5 I6");
        AllTold(AcknowledgmentWords.Group, "1 2 3 4 5 6 10 11 12 13 14 15 16 17 18 19 23 24 25 26");
        AllTold(AcknowledgmentWords.Note, string.Join(' ', Enumerable.Range(0, 32).Select(n => n.ToString("000", null))));
    }

    [Fact]
    public void An_unknown_code_is_shown_and_a_missing_one_is_said()
    {
        Assert.Contains("Z9", AcknowledgmentWords.Segment("Z9"), StringComparison.Ordinal);
        Assert.Equal("The receiver names no reason.", AcknowledgmentWords.Set(""));
        Assert.Equal(AcknowledgmentWords.Note("024"), AcknowledgmentWords.Note("24"));
    }

    private static void AllTold(Func<string, string> words, string codes)
    {
        var told = codes.Split(' ').Select(words).ToList();
        Assert.DoesNotContain(told, sentence => sentence.Contains("not in our list", StringComparison.Ordinal));
        Assert.All(told, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
        Assert.Equal(told.Count, told.Distinct(StringComparer.Ordinal).Count());
    }
}
