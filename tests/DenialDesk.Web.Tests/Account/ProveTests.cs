using System.Net;

namespace DenialDesk.Web.Tests.Account;

/// <summary>Exports and weighty changes ask again who is there when the last proof is more than five minutes old.</summary>
public sealed class ProveTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task An_export_leads_to_the_proof_and_is_given_after_it()
    {
        using var visitor = await site.VisitAsAsync("admin");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Routes.JournalCsv));

        await AgeAsync("admin");
        using var asked = await visitor.GetAsync(Routes.JournalCsv + "?action=person.added");

        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Equal(Routes.With(Routes.Prove, ("from", Routes.JournalCsv + "?action=person.added")), asked.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Routes.CodesCsv));
        using var wrong = await visitor.SubmitAsync(Routes.Prove, ("Given.Password", "wrong-kettle-windy-hill"));
        Assert.Contains("This is not right", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visitor, Routes.JournalCsv));
        using var right = await visitor.SubmitAsync(Routes.Prove + "?from=" + Routes.People, ("Given.Password", Site.Password));
        Assert.Equal(Routes.People, new Uri(new Uri(site.Url), right.Headers.Location!).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Routes.JournalCsv));
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from journal where action = 'person.proof_refused'"));
    }

    [Fact]
    public async Task A_proof_counts_for_its_own_sign_in_alone()
    {
        using var here = await site.VisitAsAsync("auditor");
        using var there = await site.VisitAsAsync("auditor");
        await AgeAsync("auditor");

        (await here.SubmitAsync(Routes.Prove, ("Given.Password", Site.Password))).Dispose();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, Routes.JournalCsv));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(there, Routes.JournalCsv));
    }

    private Task AgeAsync(string role)
        => site.ScalarAsync<object>($"update sign_in_session s set proved_at = now() - interval '6 minutes' from identity_users u where u.id = s.user_id and u.email = '{Site.EmailOf(role)}'");

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.GetAsync(path);
        return answer.StatusCode;
    }
}
