/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of a form: what counts as words, as looser, as stricter; and that the number must say so. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/version/hs-form-version.h"
#include "version-test.h"

static void
test_numbers (void)
{
  static const struct
  {
    const char *a, *b;
    int order;
  } cases[] = {
    { "1.0.0", "1.0.0", 0 },    { "1", "1.0.0", 0 },        { "1.2", "1.2.0", 0 },
    { "1.9.0", "1.10.0", -1 },  { "2.0.0", "1.99.9", 1 },   { "1.0.0", "1.0.1", -1 },
    { "x", "0.0.1", -1 },       { "1.0.0", "1..0", 1 },     { "1.0.0-beta", "0.1", -1 },
    { "01.0.0", "0.0.0", -1 },  { "1.0.0.0", "0.0.0", -1 }, { "1.", "0", -1 },
    { "1234567", "0.0.1", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int order = hs_form_version_compare (cases[i].a, cases[i].b);

      g_test_message ("%s, %s", cases[i].a, cases[i].b);
      g_assert_cmpint ((order > 0) - (order < 0), ==, cases[i].order);
    }
}

typedef struct
{
  const char *name;
  VersionEdit edits[4]; /* in the new version */
  HsFormChange change;
  const char *pointer; /* of the reason that decides */
  const char *what;    /* part of it */
} Case;

/* Each on top of version-test.c's form. */
static const Case cases[] = {
  { "label",
    { { "/schema/properties/name/title", "'Họ tên đầy đủ'" } },
    HS_FORM_CHANGE_PATCH,
    "/name",
    "words" },
  { "hint",
    { { "/schema/properties/name/description", "'Ghi đủ'" } },
    HS_FORM_CHANGE_PATCH,
    "/name",
    "words" },
  { "message", { { "/messages/maxLength", "'Dài quá.'" } }, HS_FORM_CHANGE_PATCH, "messages", "" },
  { "layout",
    { { "/layout/elements/0/label", "'Phần một'" } },
    HS_FORM_CHANGE_PATCH,
    "layout",
    "" },
  { "words of a code",
    { { "/codeLists/sex/0/label", "'Nam giới'" } },
    HS_FORM_CHANGE_PATCH,
    "codeLists",
    "" },
  { "legal basis",
    { { "/meta/legalBasis", "['Luật Hộ tịch']" } },
    HS_FORM_CHANGE_PATCH,
    "meta/legalBasis",
    "" },
  { "optional field",
    { { "/schema/properties/note", "{'type':'string','title':'Ghi chú'}" },
      { "/layout/elements/0/elements/-", "{'type':'Control','scope':'#/properties/note'}" } },
    HS_FORM_CHANGE_MINOR,
    "/note",
    "left empty" },
  { "required field",
    { { "/schema/properties/note", "{'type':'string','title':'Ghi chú'}" },
      { "/schema/required/-", "'note'" },
      { "/layout/elements/0/elements/-", "{'type':'Control','scope':'#/properties/note'}" } },
    HS_FORM_CHANGE_MAJOR,
    "/note",
    "must be answered" },
  { "field required by rule",
    { { "/schema/properties/note", "{'type':'string','title':'Ghi chú'}" },
      { "/rules/require/~1note", "{'==':[{'var':'sex'},'nam']}" },
      { "/layout/elements/0/elements/-", "{'type':'Control','scope':'#/properties/note'}" } },
    HS_FORM_CHANGE_MAJOR,
    "/note",
    "must be answered" },
  { "no longer required",
    { { "/schema/required", "[]" } },
    HS_FORM_CHANGE_MINOR,
    "/name",
    "left empty" },
  { "required now",
    { { "/schema/required/-", "'sex'" } },
    HS_FORM_CHANGE_MAJOR,
    "/sex",
    "must be answered" },
  { "removed field",
    { { "/schema/properties/age", NULL },
      { "/layout/elements/0/elements/2", NULL },
      { "/rules", "{}" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "removed" },
  { "another type",
    { { "/schema/properties/age", "{'type':'string','title':'Tuổi'}" }, { "/rules", "{}" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "was whole number, is text" },
  { "longer",
    { { "/schema/properties/name/maxLength", "200" } },
    HS_FORM_CHANGE_MINOR,
    "/name",
    "raised" },
  { "shorter",
    { { "/schema/properties/name/maxLength", "20" } },
    HS_FORM_CHANGE_MAJOR,
    "/name",
    "lowered" },
  { "no limit",
    { { "/schema/properties/name/maxLength", NULL } },
    HS_FORM_CHANGE_MINOR,
    "/name",
    "removed" },
  { "lower minimum",
    { { "/schema/properties/age/minimum", "-1" } },
    HS_FORM_CHANGE_MINOR,
    "/age",
    "lowered" },
  { "higher minimum",
    { { "/schema/properties/age/minimum", "0.5" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "raised" },
  { "new limit",
    { { "/schema/properties/age/maximum", "150" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "added" },
  { "new pattern",
    { { "/schema/properties/name/pattern", "'^.+$'" } },
    HS_FORM_CHANGE_MAJOR,
    "/name",
    "cannot be decided" },
  { "new unit of measure",
    { { "/schema/properties/age/x-unit", "'tháng'" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "means something else" },
  { "start", { { "/schema/properties/age/default", "1" } }, HS_FORM_CHANGE_MINOR, "/age", "start" },
  { "new code",
    { { "/codeLists/sex/-", "{'code':'khac','label':'Khác'}" } },
    HS_FORM_CHANGE_MINOR,
    "/sex",
    "can be chosen too" },
  { "code gone",
    { { "/codeLists/sex/1", NULL } },
    HS_FORM_CHANGE_MAJOR,
    "/sex",
    "can no longer be chosen" },
  { "row field gone",
    { { "/schema/properties/members/items/properties/id", NULL },
      { "/layout/elements/1/elements/0/options/detail/elements/1", NULL } },
    HS_FORM_CHANGE_MAJOR,
    "/members/*/id",
    "removed" },
  { "row field shorter",
    { { "/schema/properties/members/items/properties/name/maxLength", "5" } },
    HS_FORM_CHANGE_MAJOR,
    "/members/*/name",
    "lowered" },
  { "fewer rows",
    { { "/schema/properties/members/maxItems", "2" } },
    HS_FORM_CHANGE_MAJOR,
    "/members",
    "lowered" },
  { "a check",
    { { "/rules/check/-",
        "{'id':'x','at':['/"
        "name'],'when':{'==':[{'var':'name'},'A']},'message':'m','severity':'error'}" } },
    HS_FORM_CHANGE_MAJOR,
    "rules/check x",
    "stops sending" },
  { "a warning",
    { { "/rules/check/-",
        "{'id':'x','at':['/"
        "name'],'when':{'==':[{'var':'name'},'A']},'message':'m','severity':'warning'}" } },
    HS_FORM_CHANGE_MINOR,
    "rules/check x",
    "warns" },
  { "no check", { { "/rules/check", "[]" } }, HS_FORM_CHANGE_MINOR, "rules/check old", "went" },
  { "check for fewer",
    { { "/rules/check/0/when", "{'>':[{'var':'age'},130]}" } },
    HS_FORM_CHANGE_MINOR,
    "rules/check old",
    "fewer cases" },
  { "check for more",
    { { "/rules/check/0/when", "{'>':[{'var':'age'},100]}" } },
    HS_FORM_CHANGE_MAJOR,
    "rules/check old",
    "cannot be decided" },
  { "check, and more",
    { { "/rules/check/0/when",
        "{'and':[{'>':[{'var':'age'},120]},{'==':[{'var':'sex'},'nu']}]}" } },
    HS_FORM_CHANGE_MINOR,
    "rules/check old",
    "fewer cases" },
  { "check, or more",
    { { "/rules/check/0/when", "{'or':[{'>':[{'var':'age'},120]},{'==':[{'var':'sex'},'nu']}]}" } },
    HS_FORM_CHANGE_MAJOR,
    "rules/check old",
    "cannot be decided" },
  { "check the other way round",
    { { "/rules/check/0/when", "{'<':[120,{'var':'age'}]}" } },
    HS_FORM_CHANGE_PATCH,
    "rules/check old",
    "is the same" },
  { "check that warns",
    { { "/rules/check/0/severity", "'warning'" } },
    HS_FORM_CHANGE_MINOR,
    "rules/check old",
    "it warns now" },
  { "message of a check",
    { { "/rules/check/0/message", "'Xem lại tuổi.'" } },
    HS_FORM_CHANGE_PATCH,
    "rules/check old",
    "words" },
  { "relevance",
    { { "/rules/relevant/~1age", "{'==':[{'var':'sex'},'nu']}" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "cannot be decided" },
  { "relevance, in other words",
    { { "/rules/relevant/~1age", "{'==':['nam',{'var':['sex']}]}" } },
    HS_FORM_CHANGE_PATCH,
    "/age",
    "is the same" },
  { "always relevant",
    { { "/rules/relevant", "{}" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "cannot be decided" },
  { "required by rule",
    { { "/rules/require/~1age", "{'==':[{'var':'sex'},'nam']}" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "must be answered" },
  { "calculated",
    { { "/rules/calculate/~1age", "18" } },
    HS_FORM_CHANGE_MAJOR,
    "/age",
    "is calculated now" },
  { "read only",
    { { "/schema/properties/name/readOnly", "true" } },
    HS_FORM_CHANGE_MAJOR,
    "/name",
    "turned on" },
};

static HsFormReason *
find_reason (HsFormComparison *comparison, const Case *c)
{
  for (guint i = 0; i < comparison->reasons->len; i++)
    {
      HsFormReason *reason = comparison->reasons->pdata[i];

      if (reason->change == c->change && g_str_equal (reason->pointer, c->pointer) &&
          strstr (reason->what, c->what) != NULL)
        return reason;
    }
  return NULL;
}

static void
test_classes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
      g_autoptr (HsFormPackage) new = version_test_package ("1.0.1", cases[i].edits, 4);
      g_autoptr (HsFormComparison) comparison = NULL;
      g_autoptr (GError) error = NULL;

      comparison = hs_form_compare (old, new, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %s", cases[i].name, hs_form_change_get_name (comparison->change));
      for (guint k = 0; k < comparison->reasons->len; k++)
        {
          HsFormReason *reason = comparison->reasons->pdata[k];

          g_test_message ("  %s %s: %s", hs_form_change_get_name (reason->change), reason->pointer,
                          reason->what);
        }
      g_assert_cmpint (comparison->change, ==, cases[i].change);
      g_assert_nonnull (find_reason (comparison, &cases[i]));
      g_assert_cmpint (hs_form_comparison_check (comparison, old, new, &error), ==,
                       cases[i].change == HS_FORM_CHANGE_PATCH);
    }
}

/* The number says at least what has changed. */
static void
test_claim (void)
{
  static const struct
  {
    const char *version;
    HsFormChange claimed;
    gboolean minor_is_honest;
    gboolean major_is_honest;
  } claims[] = {
    { "1.0.0", HS_FORM_CHANGE_NONE, FALSE, FALSE },  { "0.9.0", HS_FORM_CHANGE_NONE, FALSE, FALSE },
    { "1.0.1", HS_FORM_CHANGE_PATCH, FALSE, FALSE }, { "1.1.0", HS_FORM_CHANGE_MINOR, TRUE, FALSE },
    { "2.0.0", HS_FORM_CHANGE_MAJOR, TRUE, TRUE },   { "3.1.4", HS_FORM_CHANGE_MAJOR, TRUE, TRUE },
  };
  static const VersionEdit minor[] = { { "/schema/properties/name/maxLength", "200" } };
  static const VersionEdit major[] = { { "/schema/properties/name/maxLength", "20" } };

  for (guint i = 0; i < G_N_ELEMENTS (claims); i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
        g_autoptr (HsFormPackage) new =
          version_test_package (claims[i].version, k == 0 ? minor : major, 1);
        g_autoptr (GError) error = NULL;
        g_autoptr (HsFormComparison) comparison = hs_form_compare (old, new, &error);
        gboolean honest = k == 0 ? claims[i].minor_is_honest : claims[i].major_is_honest;

        g_assert_no_error (error);
        g_assert_cmpint (comparison->claimed, ==, claims[i].claimed);
        g_assert_cmpint (hs_form_comparison_check (comparison, old, new, &error), ==, honest);
        if (!honest)
          g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      }
}

static void
test_same_bytes (void)
{
  g_autoptr (HsFormPackage) a = version_test_package ("1.0.0", NULL, 0);
  g_autoptr (HsFormPackage) b = version_test_package ("1.0.0", NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormComparison) comparison = hs_form_compare (a, b, &error);

  g_assert_no_error (error);
  g_assert_cmpint (comparison->change, ==, HS_FORM_CHANGE_NONE);
  g_assert_cmpuint (comparison->reasons->len, ==, 0);
  g_assert_true (hs_form_comparison_check (comparison, a, b, &error));
}

static void
test_two_forms (void)
{
  static const VersionEdit other[] = { { "/meta/id", "'khac'" } };
  g_autoptr (HsFormPackage) a = version_test_package ("1.0.0", NULL, 0);
  g_autoptr (HsFormPackage) b = version_test_package ("2.0.0", other, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_form_compare (a, b, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
}

/* A rename that is declared is told as one. */
static void
test_declared_rename (void)
{
  static const VersionEdit edits[] = {
    { "/schema/properties/age", NULL },
    { "/rules/check", "[]" },
    { "/rules/relevant", "{}" },
    { "/schema/properties/years", "{'type':'integer','title':'Tuổi','minimum':6}" },
    { "/layout/elements/0/elements/2/scope", "'#/properties/years'" },
    { "/migrate",
      "[{'from':'1.0.0','to':'2.0.0','steps':[{'rename':{'from':'/age','to':'/years'}}]}]" },
  };
  g_autoptr (HsFormPackage) old = version_test_package ("1.0.0", NULL, 0);
  g_autoptr (HsFormPackage) new = version_test_package ("2.0.0", edits, G_N_ELEMENTS (edits));
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormComparison) comparison = hs_form_compare (old, new, &error);
  const Case wanted = { .change = HS_FORM_CHANGE_MAJOR,
                        .pointer = "/age",
                        .what = "renamed to “/years”" };
  const Case limit = { .change = HS_FORM_CHANGE_MAJOR,
                       .pointer = "/years",
                       .what = "“minimum” was raised" };

  g_assert_no_error (error);
  g_assert_nonnull (find_reason (comparison, &wanted));
  g_assert_nonnull (find_reason (comparison, &limit));
  for (guint i = 0; i < comparison->reasons->len; i++)
    {
      HsFormReason *reason = comparison->reasons->pdata[i];

      g_assert_null (strstr (reason->what, "a new field"));
    }
  g_assert_true (hs_form_comparison_check (comparison, old, new, &error));
}

/* Whatever is shipped is the same as itself, and another order of members changes nothing. */
static void
test_shipped (void)
{
  g_autofree char *dir = g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", NULL);
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  HsWorld *world = hs_test_world_new ();
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autoptr (HsFormPackage) package = NULL;
      g_autoptr (HsFormPackage) again = NULL;
      g_autoptr (HsFormComparison) comparison = NULL;
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".tests.json"))
        continue;
      package = hs_form_package_load_file_in (world, path, &error);
      if (package == NULL) /* judged by its own test */
        continue;
      root = json_node_init_object (json_node_alloc (), hs_form_package_get_root (package));
      bytes = hs_json_write_bytes (root);
      again = hs_form_package_load_in (world, bytes, &error);
      if (again == NULL) /* the order of members is the order of sections in some */
        continue;
      comparison = hs_form_compare (package, again, &error);
      g_assert_no_error (error);
      g_test_message ("%s", name);
      g_assert_cmpint (comparison->change, <=, HS_FORM_CHANGE_PATCH);
      n++;
    }
  g_assert_cmpuint (n, >=, 1);
  hs_test_world_free (world);
}

/* The meta of versions is checked when a package is loaded. */
static void
test_meta_lint (void)
{
  static const struct
  {
    VersionEdit edit;
    const char *says;
  } wrong[] = {
    { { "/meta/version", "'mới'" }, "is not a version" },
    { { "/meta/validFrom", "'2026-13-01'" }, "is not a date" },
    { { "/meta/validTo", "'2026'" }, "is not a date" },
    { { "/meta/validTo", "'2020-01-01'" }, "before the first" },
    { { "/meta/legalBasis", "[1]" }, "must be a text" },
    { { "/meta/procedures", "[1]" }, "must be a text" },
    { { "/meta/procedures", "'1.001193'" }, "“procedures” must be an array" },
    { { "/migrate", "[1]" }, "an entry is an object" },
    { { "/migrate", "[{'from':'1','to':'2','steps':[]}]" }, "after the package's own version" },
    { { "/migrate", "[{'from':'1.0.0','to':'0.9.0','steps':[]}]" }, "does not come before" },
    { { "/migrate", "[{'from':'a','to':'1.0.0','steps':[]}]" }, "is not a version" },
    { { "/migrate", "[{'from':'0.1','to':'0.3','steps':[]},{'from':'0.2','to':'1.0','steps':[]}]" },
      "chain is broken" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'copy':{}}]}]" }, "no step “copy”" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{}]}]" }, "one member" },
    { { "/migrate",
        "[{'from':'0.9.0','to':'1.0.0','steps':[{'rename':{'from':'/a','to':'/nowhere'}}]}]" },
      "no field to be answered" },
    { { "/migrate",
        "[{'from':'0.9.0','to':'1.0.0','steps':[{'rename':{'from':'/block/a','to':'/name'}}]}]" },
      "elsewhere it is moved" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'move':{'from':'/members/*/"
                    "name','to':'/name'}}]}]" },
      "not in the same rows" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'split':{'from':'/a','to':['/"
                    "name'],'at':' '}}]}]" },
      "at least two" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'split':{'from':'/a','to':['/name',"
                    "'/age'],'at':''}}]}]" },
      "between the parts" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'split':{'from':'/a','to':['/name',"
                    "'/age'],'at':[{'var':'x'},{'var':'value'}]}}]}]" },
      "x" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'map':{'at':'/sex','values':{}}}]}]" },
      "a map has values" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'drop':{'at':'/x'}}]}]" }, "why" },
    { { "/migrate",
        "[{'from':'0.9.0','to':'1.0.0','steps':[{'default':{'at':'/name','value':null}}]}]" },
      "is an answer" },
    { { "/migrate", "[{'from':'0.9.0','to':'1.0.0','steps':[{'drop':{'at':'x','why':'w'}}]}]" },
      "not the pointer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const VersionEdit edits[] = { { "/meta/validFrom", "'2025-07-01'" }, wrong[i].edit };
      g_autoptr (GBytes) bytes = version_test_bytes ("1.0.0", edits, 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (HsFormPackage) package = hs_form_package_load (bytes, &error);

      g_assert_null (package);
      g_test_message ("%s", error->message);
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_assert_nonnull (strstr (error->message, wrong[i].says));
      g_assert_nonnull (strstr (error->message, "line "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/version/numbers", test_numbers);
  g_test_add_func ("/form/version/classes", test_classes);
  g_test_add_func ("/form/version/claim", test_claim);
  g_test_add_func ("/form/version/same-bytes", test_same_bytes);
  g_test_add_func ("/form/version/two-forms", test_two_forms);
  g_test_add_func ("/form/version/declared-rename", test_declared_rename);
  g_test_add_func ("/form/version/shipped", test_shipped);
  g_test_add_func ("/form/version/lint", test_meta_lint);
  return g_test_run ();
}
