using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class FlagCascadeTests
{
    public static TheoryData<string> Marks => RuleTable.Names("flags.md", "Mark");

    [Theory]
    [MemberData(nameof(Marks))]
    public void Who_is_told_of_a_mark(string mark)
    {
        var row = RuleTable.Row("flags.md", "Mark", mark);

        Assert.Equal(row["Somebody has it"], Text(FlagCascade.Readers(mark, owned: true)));
        Assert.Equal(row["Nobody has it"], Text(FlagCascade.Readers(mark, owned: false)));
    }

    [Fact]
    public void The_nearer_the_last_day_the_more_people_are_told_and_an_owner_is_always_among_them()
    {
        foreach (var owned in (bool[])[true, false])
        {
            var told = FlagCascade.Flags.Select(f => FlagCascade.Readers(f, owned)).ToList();

            Assert.All(told.Zip(told.Skip(1)), pair => Assert.Subset(pair.Second.ToHashSet(), pair.First.ToHashSet()));
            Assert.All(told, t => Assert.Equal(owned, t.Contains(FlagReader.Owner)));
        }

        Assert.Empty(FlagCascade.Readers("30", true));
        Assert.All(FlagCascade.Flags, f => Assert.NotEmpty(FlagCascade.Words(f)));
    }

    private static string Text(IReadOnlyList<FlagReader> readers) => string.Join(", ", readers.Select(r => r.Text()));
}
