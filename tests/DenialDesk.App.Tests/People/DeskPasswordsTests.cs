using DenialDesk.App.People;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.App.Tests.People;

public sealed class DeskPasswordsTests(Cluster cluster) : DeskFixture(cluster)
{
    [Theory]
    [InlineData("Administrator2024!123")]
    [InlineData("welcome-september-2025")]
    [InlineData("passwordpassword1")]
    [InlineData("kestrelkestrelkestrel")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("1234567890123456")]
    [InlineData("qwertyuiopasdfghjkl")]
    [InlineData("DenialDesk-billing-2026")]
    [InlineData("Marigold.Fenwick.1")]
    [InlineData("fenwick2026fenwick!")]
    [InlineData("LakesideKidneyCare99")]
    public async Task A_password_that_is_guessed_first_is_refused(string password) => Assert.False((await CheckAsync(password)).Succeeded);

    [Theory]
    [InlineData("blue-kettle-windy-hill")]
    [InlineData("seven otters under glass")]
    [InlineData("tq8v-m2xk-9ryd-h4cw-w6ne")]
    public async Task A_few_words_of_ones_own_are_taken(string password) => Assert.True((await CheckAsync(password)).Succeeded);

    [Fact]
    public void The_list_is_long_and_made_by_rule() => Assert.True(CommonPasswords.Count > 1_000);

    private async Task<IdentityResult> CheckAsync(string password)
    {
        await ScalarAsync("insert into practice (name, time_zone) values ('Lakeside Kidney Care', 'America/Chicago') on conflict do nothing");
        var user = new DeskUser { UserName = "mfenwick@desk.example", DisplayName = "Marigold Fenwick" };
        return await new DeskPasswords(Database).ValidateAsync(null!, user, password);
    }
}
