using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Codes;

public sealed class StatusSentenceTests
{
    private static readonly CodeBook Book = new(new CodeTables
    {
        StatusCodes = [new ClaimStatusCode("562", "NPI", DenialCategory.BillingError, Department.Billing, FirstAction.CorrectResubmit, true)],
        StatusCategories = [new ClaimStatusCategory("A7", "Rejected: data wrong", "acknowledgement", "rejected", true, FirstAction.CorrectResubmit, "")],
    });

    [Theory]
    [InlineData("A7", "562", "82", "", "Rejected: data wrong – NPI (rendering provider)")]
    [InlineData("A7", "562", "", "", "Rejected: data wrong – NPI")]
    [InlineData("A7", "", "IL", "", "Rejected: data wrong (subscriber)")]
    [InlineData("A7", "0562", "85", "", "Rejected: data wrong – NPI (billing provider)")]
    [InlineData("A7", "70", "", "RX", "Rejected: data wrong – pharmacy reject code 70")]
    [InlineData("A7", "9999", "Q9", "", "Rejected: data wrong – status code 9999 (entity Q9)")]
    [InlineData("ZZ", "562", "", "", "Category ZZ – NPI")]
    [InlineData("", "", "", "", "No category")]
    public void A_status_says_what_happened_what_is_wrong_and_whose_data_it_is(string category, string code, string entity, string list, string sentence) =>
        Assert.Equal(sentence, StatusSentence.Of(Book, category, code, entity, list));
}
