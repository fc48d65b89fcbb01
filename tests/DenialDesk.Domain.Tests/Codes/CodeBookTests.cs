using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Tests.Codes;

public sealed class CodeBookTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly CodeBook Book = ShippedCodes.Book;

    [Fact]
    public void The_shipped_tables_are_complete()
    {
        Assert.Equal(407, ShippedCodes.Tables.Carcs.Count);
        Assert.Equal(89, ShippedCodes.Tables.CarcRules.Count);
        Assert.Equal(1216, ShippedCodes.Tables.Rarcs.Count);
        Assert.Equal(115, ShippedCodes.Tables.PairOverrides.Count);
        Assert.Equal(5, ShippedCodes.Tables.Groups.Count);
        Assert.Equal(41, ShippedCodes.Tables.PlbReasons.Count);
        Assert.Equal(276, ShippedCodes.Tables.StatusCodes.Count);
        Assert.Equal(56, ShippedCodes.Tables.StatusCategories.Count);
        Assert.Equal(297, ShippedCodes.Tables.Carcs.Count(carc => carc.Stop is null));
        Assert.Equal(193, ShippedCodes.Tables.Rarcs.Count(rarc => rarc.Alert));
    }

    [Fact]
    public void Every_denial_code_has_a_category_and_is_soft_or_hard()
    {
        Assert.All(ShippedCodes.Tables.Carcs.Where(carc => carc.Kind == Bucket.Denial), carc =>
        {
            Assert.NotNull(carc.Category);
            Assert.NotNull(carc.Hardness);
        });
    }

    [Fact]
    public void Every_pair_names_codes_that_exist()
    {
        Assert.All(ShippedCodes.Tables.PairOverrides, pair =>
        {
            Assert.NotNull(Book.Carc(pair.Carc, Today));
            Assert.NotNull(Book.Rarc(pair.Rarc));
        });
    }

    [Theory]
    [InlineData("45", "45")]
    [InlineData("045", "45")]
    [InlineData(" 45 ", "45")]
    [InlineData("CO45", "45")]
    [InlineData("CO-45", "45")]
    [InlineData("co045", "45")]
    [InlineData("b7", "B7")]
    [InlineData("7", "7")]
    [InlineData("0B7", "B7")]
    [InlineData("PRB7", "B7")]
    [InlineData("zz9", "ZZ9")]
    [InlineData(null, "")]
    public void Reason_codes_are_found_however_they_are_written(string? sent, string normal)
    {
        Assert.Equal(normal, Book.NormalCarc(sent));
    }

    [Fact]
    public void B7_and_7_are_different_codes()
    {
        Assert.NotEqual(Book.Carc("B7", Today)!.ShortTitle, Book.Carc("7", Today)!.ShortTitle);
    }

    [Fact]
    public void Remark_codes_are_found_however_they_are_written()
    {
        Assert.Equal("N290", Book.Rarc("n290 ")!.Code);
        Assert.Null(Book.Rarc("Q1"));
    }

    [Fact]
    public void A_lookup_takes_the_row_in_force_on_the_day()
    {
        var first = Book.Carc("45", Today)! with { Code = "900", ShortTitle = "first", Start = new(2020, 1, 1), Stop = new(2025, 7, 1) };
        var second = first with { ShortTitle = "second", Start = new(2025, 7, 1), Stop = null };
        var book = new CodeBook(new CodeTables { Carcs = [first, second] });

        Assert.Equal("first", book.Carc("900", new(2025, 6, 30))!.ShortTitle);
        Assert.Equal("second", book.Carc("900", new(2025, 7, 1))!.ShortTitle);
        Assert.Equal("first", book.Carc("900", new(2019, 1, 1))!.ShortTitle);
        Assert.False(first.ActiveOn(new(2025, 7, 1)));
        Assert.True(first.ActiveOn(new(2025, 6, 30)));
    }

    [Fact]
    public void Names_are_written_as_in_the_tables_and_read_back()
    {
        Assert.Equal("medical_necessity", DenialCategory.MedicalNecessity.Text());
        Assert.Equal(DenialCategory.NonCovered, CodeNames.Read<DenialCategory>("non_covered"));
        Assert.Null(CodeNames.TryRead<DenialCategory>("none"));
        Assert.Throws<FormatException>(() => CodeNames.Read<Department>("kitchen"));
        Assert.All(Enum.GetValues<DenialCategory>(), category => Assert.Equal(category, CodeNames.Read<DenialCategory>(category.Text())));
    }

    [Fact]
    public void Other_lists_are_found_by_code()
    {
        Assert.True(Book.PlbReason("WO")!.WorkItem);
        Assert.True(Book.Group("pr")!.MayBillPatient);
        Assert.Equal("rejected", Book.ClaimStatusCategory("A3")!.Outcome);
        Assert.NotNull(Book.ClaimStatus("0562"));
    }
}
