/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a declaration from a person, undoing it, where answers come from, and the way back, over every shipped form. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"
#include "form/hs-form-fill.h"

#include <string.h>

#define MOTHER_IS_KNOWN "duChaMe"

static void
count_cb (guint *n)
{
  (*n)++;
}

static const HsFormOrigin *
origin_at (HsForm *form, const char *pointer)
{
  HsFormField *field = hs_form_find_field (form, pointer);

  g_assert_nonnull (field);
  return hs_form_field_get_origin (field);
}

static void
test_fill (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = form_test_full_person ();
  g_autoptr (HsPerson) partial =
    form_test_person ("{'fullName': 'Trần Văn Nam', 'birthDate': '1988'}");
  g_autofree char *before = NULL, *after = NULL, *again = NULL;
  guint n, notified = 0;

  form_test_set_up (&t, "khai-sinh");
  before = form_test_snapshot (t.form);
  g_assert_cmpstr (hs_form_get_role_word (t.form, "mother"), ==, "mẹ");
  g_assert_cmpstr (hs_form_field_get_role (hs_form_find_field (t.form, "/me/hoTen")), ==, "mother");
  g_assert_null (hs_form_field_get_role (hs_form_find_field (t.form, "/con/hoTen")));
  g_signal_connect_swapped (hs_form_find_field (t.form, "/me/hoTen"), "notify::origin",
                            G_CALLBACK (count_cb), &notified);
  n = hs_form_fill_person (t.form, "mother", NULL, person, HS_FORM_ORIGIN_PROFILE);
  g_assert_cmpuint (n, >=, 4); /* the nationality was right already */
  form_test_assert_value (t.form, "/me/hoTen", "\"Nguyễn Thị Hoa\"");
  form_test_assert_value (t.form, "/me/ngaySinh", "\"1990-02-01\"");
  form_test_assert_value (t.form, "/me/danToc", "\"01\"");
  form_test_assert_value (t.form, "/me/soDinhDanh", "\"001190000123\"");
  g_assert_cmpstr (origin_at (t.form, "/me/hoTen")->name, ==, "Nguyễn Thị Hoa");
  g_assert_cmpint (origin_at (t.form, "/me/hoTen")->kind, ==, HS_FORM_ORIGIN_PROFILE);
  g_assert_null (origin_at (t.form, "/me/quocTich"));
  g_assert_cmpuint (notified, ==, 1);
  after = form_test_snapshot (t.form);

  /* one step back, and forth */
  hs_form_undo (t.form);
  g_assert_false (hs_form_can_undo (t.form));
  g_assert_null (origin_at (t.form, "/me/hoTen"));
  again = form_test_snapshot (t.form);
  g_assert_cmpstr (again, ==, before);
  hs_form_redo (t.form);
  g_free (again);
  again = form_test_snapshot (t.form);
  g_assert_cmpstr (again, ==, after);
  g_assert_nonnull (origin_at (t.form, "/me/hoTen"));

  /* what the citizen types is the citizen's; undoing it brings the origin back */
  hs_form_set_text (t.form, "/me/hoTen", "Nguyễn Thị Huệ");
  g_assert_null (origin_at (t.form, "/me/hoTen"));
  g_assert_nonnull (origin_at (t.form, "/me/soDinhDanh"));
  hs_form_undo (t.form);
  g_assert_nonnull (origin_at (t.form, "/me/hoTen"));

  /* a date that must be whole is not filled from a year; where a year will do, it is */
  hs_form_fill_person (t.form, "father", NULL, partial, HS_FORM_ORIGIN_CARD);
  form_test_assert_value (t.form, "/cha/ngaySinh", "\"1988\"");
  g_assert_cmpint (origin_at (t.form, "/cha/hoTen")->kind, ==, HS_FORM_ORIGIN_CARD);
  g_assert_cmpuint (hs_form_fill_person (t.form, "father", NULL, partial, HS_FORM_ORIGIN_CARD), ==,
                    0);
  g_assert_cmpuint (hs_form_fill_person (t.form, "witch", NULL, partial, HS_FORM_ORIGIN_CARD), ==,
                    0);
  form_test_tear_down (&t);
}

static void
test_preview (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = form_test_full_person ();
  g_autoptr (GPtrArray) changes = NULL;
  HsFormFillChange *change;
  guint n;

  form_test_set_up (&t, "khai-sinh");
  changes = hs_form_preview_fill (t.form, "mother", NULL, person, &n);
  g_assert_cmpuint (changes->len, ==, 0);
  g_assert_cmpuint (n, >=, 4);
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", MOTHER_IS_KNOWN);
  hs_form_set_text (t.form, "/me/hoTen", "Lê Thị Mai");
  hs_form_set_text (t.form, "/me/ngaySinh", "sometime");
  hs_form_set_text (t.form, "/me/danToc", "Kinh");
  g_clear_pointer (&changes, g_ptr_array_unref);
  changes = hs_form_preview_fill (t.form, "mother", NULL, person, NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  change = changes->pdata[0];
  g_assert_cmpstr (change->pointer, ==, "/me/hoTen");
  g_assert_cmpstr (change->old_value, ==, "Lê Thị Mai");
  g_assert_cmpstr (change->new_value, ==, "Nguyễn Thị Hoa");
  change = changes->pdata[1];
  g_assert_cmpstr (change->old_value, ==, "sometime");
  g_assert_cmpstr (change->new_value, ==, "01/02/1990");
  form_test_assert_value (t.form, "/me/hoTen", "\"Lê Thị Mai\"");
  form_test_tear_down (&t);
}

static void
test_fill_row (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = form_test_full_person ();
  g_autoptr (HsFormRow) row = NULL;
  g_autoptr (HsPerson) back = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *rows;

  form_test_set_up (&t, "ho-gia-dinh");
  hs_form_set_text (t.form, "/coThanhVien", "true");
  hs_form_insert_row (t.form, "/thanhVien", 0);
  hs_form_insert_row (t.form, "/thanhVien", 1);
  rows = hs_form_field_get_rows (hs_form_find_field (t.form, "/thanhVien"));
  row = g_list_model_get_item (rows, 1);
  g_assert_cmpuint (hs_form_fill_person (t.form, "member", NULL, person, HS_FORM_ORIGIN_PROFILE),
                    ==, 0);
  g_assert_cmpuint (hs_form_fill_person (t.form, "member", row, person, HS_FORM_ORIGIN_PROFILE), ==,
                    2);
  form_test_assert_value (t.form, "/thanhVien/0/hoTen", "null");
  form_test_assert_value (t.form, "/thanhVien/1/hoTen", "\"Nguyễn Thị Hoa\"");
  hs_form_move_row (t.form, "/thanhVien", 1, 0);
  g_assert_nonnull (origin_at (t.form, "/thanhVien/0/hoTen"));
  back = hs_form_dup_person (t.form, "member", row, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_person_get (back, "birthDate"), ==, "1990-02-01");
  g_clear_object (&row);
  form_test_tear_down (&t);
}

static void
test_back_to_a_person (void)
{
  FormTest t;
  g_autoptr (HsPerson) person = form_test_full_person ();
  g_autoptr (HsPerson) back = NULL;
  g_autoptr (GError) error = NULL;

  form_test_set_up (&t, "khai-sinh");
  g_assert_null (hs_form_dup_person (t.form, "mother", NULL, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON);
  g_clear_error (&error);
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", MOTHER_IS_KNOWN);
  hs_form_fill_person (t.form, "mother", NULL, person, HS_FORM_ORIGIN_PROFILE);
  hs_form_set_text (t.form, "/me/soDinhDanh", "12"); /* wrong: not taken along */
  back = hs_form_dup_person (t.form, "mother", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_person_get_name (back), ==, "Nguyễn Thị Hoa");
  g_assert_cmpstr (hs_person_get (back, "sex"), ==, "female");
  g_assert_cmpstr (hs_person_get (back, "ethnicGroup"), ==, "01");
  g_assert_cmpstr (hs_person_get (back, "nationality"), ==, "VN");
  g_assert_null (hs_person_get (back, "identityNumber"));
  g_assert_null (hs_person_get_relation (back));
  form_test_tear_down (&t);
}

/* All that is shipped. */

static char *
draft_text (HsForm *form)
{
  g_autoptr (JsonNode) draft = hs_form_dup_draft (form);

  return hs_json_write (draft);
}

static void
assert_every_field_filled (HsForm *form, const char *id, const char *role)
{
  GListModel *sections = hs_form_get_sections (form);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          if (g_strcmp0 (hs_form_field_get_role (field), role) != 0 ||
              hs_form_field_is_read_only (field))
            continue;
          if (hs_form_field_get_value (field) == NULL)
            g_error ("%s: %s stays empty when %s is filled", id, hs_form_field_get_pointer (field),
                     role);
        }
    }
}

static void
check_round_trip (FormTest *t)
{
  g_autoptr (HsForm) other = hs_form_new (t->package, t->world, t->units);
  g_autoptr (JsonNode) draft = hs_form_dup_draft (t->form);
  g_autofree char *text = hs_json_write (draft), *back = NULL;
  g_autoptr (GError) error = NULL;

  hs_form_load_draft (other, draft, &error);
  g_assert_no_error (error);
  back = draft_text (other);
  g_assert_cmpstr (back, ==, text);
}

static void
check_package (const char *id)
{
  FormTest t;
  g_autoptr (HsPerson) person = form_test_full_person ();
  g_autoptr (GPtrArray) roles = NULL;
  g_autofree char *empty = NULL, *undone = NULL;

  form_test_set_up (&t, id);
  roles = hs_form_list_roles (t.form);
  empty = draft_text (t.form);
  for (guint i = 0; i < roles->len; i++)
    {
      const char *role = roles->pdata[i];
      g_autofree char *before = draft_text (t.form), *after = NULL, *redone = NULL;

      g_test_message ("%s %s", id, role);
      hs_form_fill_person (t.form, role, NULL, person, HS_FORM_ORIGIN_PROFILE);
      assert_every_field_filled (t.form, id, role);
      check_round_trip (&t);
      after = draft_text (t.form);
      hs_form_undo (t.form);
      undone = draft_text (t.form);
      g_assert_cmpstr (undone, ==, before);
      g_clear_pointer (&undone, g_free);
      hs_form_redo (t.form);
      redone = draft_text (t.form);
      g_assert_cmpstr (redone, ==, after);
    }
  while (hs_form_can_undo (t.form))
    hs_form_undo (t.form);
  undone = draft_text (t.form);
  g_assert_cmpstr (undone, ==, empty);
  form_test_tear_down (&t);
}

static void
test_all_packages (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *folder = hs_world_share_path (world, "forms");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".tests.json"))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (".json"));

        check_package (id);
        n++;
      }
  g_assert_cmpuint (n, >=, 1);
  hs_test_world_free (world);
}

/* What an author may write. */

static void
test_prefill_lint (void)
{
  static const struct
  {
    const char *prefill; /* ' for " */
    const char *message; /* part of the error; NULL: right */
  } cases[] = {
    { "{'/me/hoTen': 'mother.fullName'}", NULL },
    { "{'/me/hoTen': 'self.address'}", NULL },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'male': 'nam', 'female': 'nu'}}}", NULL },
    { "{'/me/hoTen': 'self.shoeSize'}", "no field “shoeSize”" },
    { "{'/me/hoTen': 'fullName'}", "must be a role and a field" },
    { "{'/me/hoTen': '.fullName'}", "must be a role and a field" },
    { "{'/me/hoTen': 'm2 x.fullName'}", "must be a role and a field" },
    { "{'/me/hoTen': 7}", "must be a text" },
    { "{'/me/hoTen': 'aunt.fullName'}", "“role.aunt”" },
    { "{'/me/nobody': 'self.fullName'}", "there is no field" },
    { "{'/me/ngaySinh': 'self.fullName'}", "without a map" },
    { "{'/me/conSong': 'self.sex'}", "without a map" },
    { "{'/con/ngaySinhBangChu': 'self.fullName'}", "takes no answer" },
    { "{'/me/hoTen': {'field': 'self.fullName'}}", "map" },
    { "{'/me/hoTen': {'field': 'self.fullName', 'map': {}}}", "empty" },
    { "{'/me/hoTen': {'field': 'self.fullName', 'map': {'a': 'b'}, 'x': 1}}", "unknown keyword" },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'male': 'x'}}}", "no answer of the field" },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'man': 'nam'}}}", "no value of “sex”" },
    { "{'/con/gioiTinh': {'field': 'self.sex', 'map': {'male': 1}}}", "no answer of the field" },
  };
  HsWorld *world = hs_test_world_new ();
  g_autofree char *path = hs_world_share_path (world, "forms/khai-sinh.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = hs_json_load (path, HS_JSON_DEFAULT, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (HsFormPackage) package = NULL;
      g_autoptr (GError) fault = NULL;

      g_test_message ("%s", cases[i].prefill);
      json_object_set_member (json_node_get_object (root), "prefill",
                              form_test_json (cases[i].prefill));
      bytes = hs_json_write_bytes (root);
      package = hs_form_package_load_in (world, bytes, &fault);
      if (cases[i].message == NULL)
        {
          g_assert_no_error (fault);
          continue;
        }
      g_assert_error (fault, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_assert_nonnull (strstr (fault->message, cases[i].message));
      g_assert_true (g_str_has_prefix (fault->message, "line "));
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/fill", test_fill);
  g_test_add_func ("/form/fill/preview", test_preview);
  g_test_add_func ("/form/fill/row", test_fill_row);
  g_test_add_func ("/form/fill/back", test_back_to_a_person);
  g_test_add_func ("/form/fill/all-packages", test_all_packages);
  g_test_add_func ("/form/fill/prefill", test_prefill_lint);
  return g_test_run ();
}
