using DenialDesk.Web.Hosting;

namespace DenialDesk.Web.Tests.Hosting;

public sealed class SearchWordsTests
{
    private static readonly Guid Me = Guid.NewGuid();

    [Fact]
    public void A_key_tells_nothing_and_finds_the_text_again_for_its_owner_alone()
    {
        var words = new SearchWords();

        var key = words.Keep(Me, " Rivera ");

        Assert.DoesNotContain("rivera", key, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Rivera", words.Find(Me, key));
        Assert.Equal(key, words.Keep(Me, "Rivera"));
        Assert.Null(words.Find(Guid.NewGuid(), key));
        Assert.Null(words.Keep(Me, " "));
    }

    [Fact]
    public void The_oldest_search_is_forgotten_first()
    {
        var words = new SearchWords();
        var first = words.Keep(Me, "first");

        for (var i = 0; i < SearchWords.Most; i++) { words.Keep(Me, $"later {i}"); }

        Assert.Null(words.Find(Me, first));
        Assert.Equal("later 0", words.Find(Me, words.Keep(Me, "later 0")));
    }
}
