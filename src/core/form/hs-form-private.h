/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-package-private.h"
#include "form/hs-form-fill.h"
#include "form/hs-form-rows.h"
#include "form/hs-form.h"

G_BEGIN_DECLS

/* What of a field changed in this edit, told at its end. */
typedef enum
{
  HS_CHANGED_TEXT = 1 << 0,
  HS_CHANGED_RELEVANT = 1 << 1,
  HS_CHANGED_REQUIRED = 1 << 2,
  HS_CHANGED_READ_ONLY = 1 << 3,
  HS_CHANGED_ERROR = 1 << 4,
  HS_CHANGED_WARNING = 1 << 5,
  HS_CHANGED_ORIGIN = 1 << 6,
  HS_CHANGED_PLACE = 1 << 7, /* it came, went or moved with its row */
} HsFieldChanges;

/* What a field adds to the state of its section. */
typedef enum
{
  HS_TALLY_RELEVANT,
  HS_TALLY_STARTED, /* answered, and not as it was given from the start */
  HS_TALLY_MISSING,
  HS_TALLY_WRONG,
  HS_N_TALLIES,
} HsTally;

struct _HsFormField
{
  GObject parent_instance;
  HsFormPackage *package; /* (owned) keeps def alive */
  HsForm *form;           /* (unowned) NULL once the form is gone */
  HsFormRow *row;         /* (unowned) the row, or the form's root; NULL once it is gone */
  HsFieldDef *def;        /* borrowed from package */
  char *typed;            /* (owned) (nullable) as typed; NULL: shown from value */
  JsonNode *value;        /* (owned) (nullable) typed value, normalised */
  gboolean unreadable;    /* typed is not blank and cannot be read */
  HsFormOrigin *origin;   /* (owned) (nullable) NULL: the citizen's own */
  gboolean relevant;
  gboolean required;
  gboolean read_only;
  HsFormDemand *demand;     /* (nullable) borrowed: the demand that requires it now */
  char *error;              /* (owned) (nullable) */
  const char *error_rule;   /* (nullable) borrowed from package */
  char *warning;            /* (owned) (nullable) */
  const char *warning_rule; /* (nullable) borrowed from package */
  GSequenceIter *problem;   /* (nullable) its place in the list of problems */
  guint8 tally;             /* bits of HsTally, as its section counts them now */
  HsFormRows *rows;         /* (owned) (nullable) */
  HsFieldChanges changes;   /* not told yet */
  char *shown;              /* (owned) (nullable) text made from value, on demand */
  char *pointer;            /* (owned) (nullable) with row numbers, on demand */
  HsRuleValue *items;       /* (owned) (nullable) a list or the rows as rules see them, on demand */
};

struct _HsFormRow
{
  GObject parent_instance;
  HsFormPackage *package; /* (owned) */
  HsForm *form;           /* (unowned) */
  HsFormField *repeat;    /* (unowned) NULL for the root */
  HsFormScope *scope;     /* borrowed from package */
  char *id;               /* (owned) "" for the root */
  GSequenceIter
    *place;           /* (nullable) among its repeat's rows; NULL for the root or when taken out */
  guint last_index;   /* where it was when it was taken out, or will be */
  GPtrArray *fields;  /* (owned) (element-type HsFormField) by number in the scope */
  GListStore *shown;  /* (owned) (nullable) of HsFormField, layout order, on demand */
  guint8 *fired;      /* (owned) which of the scope's checks hold */
  guint8 *held;       /* (owned) HsGuardState of the scope's guards */
  GPtrArray **blames; /* (owned) (element-type HsBlame) of the scope's constraints; NULL: right */
  guint8 *queued;     /* (owned) which of the scope's nodes wait to run for it */
  char *title;        /* (owned) (nullable) on demand */
  guint title_index;  /* the place it was made for */
};

/* What is wrong with a field by a constraint. */
typedef struct
{
  HsFormField *field;  /* (owned) */
  const char *keyword; /* interned */
  char *limit;         /* (owned) "" or what the schema wants */
  char *actual;        /* (owned) "" or what the answer has */
} HsBlame;

struct _HsFormSection
{
  GObject parent_instance;
  HsFormPackage *package; /* (owned) */
  HsSectionDef *def;      /* borrowed from package */
  GListStore *fields;     /* (owned) of HsFormField */
  guint counts[HS_N_TALLIES];
  HsSectionState state;
  gboolean relevant;
};

struct _HsFormProblem
{
  GObject parent_instance;
  HsFormField *field;  /* (owned) */
  char *pointer;       /* (owned) as long as the field was there */
  const char *rule;    /* borrowed from the package */
  char *message;       /* (owned) */
  const char *section; /* borrowed from the package */
  gboolean is_warning;
};

#define HS_TYPE_FORM_PROBLEMS (hs_form_problems_get_type ())
G_DECLARE_FINAL_TYPE (HsFormProblems, hs_form_problems, HS, FORM_PROBLEMS, GObject)

typedef enum
{
  HS_EDIT_SET,
  HS_EDIT_INSERT,
  HS_EDIT_REMOVE,
  HS_EDIT_MOVE,
  HS_EDIT_GROUP, /* several that are one step */
} HsEditKind;

/* One step of undo. */
typedef struct
{
  HsEditKind kind;
  HsFormField *field;      /* (owned) (nullable) NULL in a group */
  char *typed[2];          /* (owned) (nullable) before, after */
  JsonNode *value[2];      /* (owned) (nullable) before, after */
  HsFormOrigin *origin[2]; /* (owned) (nullable) before, after */
  HsFormRow *row;          /* (owned) (nullable) */
  guint from;
  guint to;
  GPtrArray *steps;    /* (owned) (nullable) (element-type HsFormEdit) of a group, in their order */
  gint64 monotonic_us; /* when it was last extended */
} HsFormEdit;

struct _HsForm
{
  GObject parent_instance;
  HsFormPackage *package;   /* (owned) */
  HsFormPlan *plan;         /* borrowed from package */
  HsWorld *world;           /* (owned) */
  HsUnits *units;           /* (owned) (nullable) */
  HsCalendar *calendar;     /* (owned) (nullable) only where a rule counts working days */
  HsFormRow *root;          /* (owned) */
  GListStore *sections;     /* (owned) of HsFormSection */
  GPtrArray *tallied;       /* (owned) (element-type HsFormSection) sections by number, borrowed */
  HsFormProblems *problems; /* (owned) */
  GListStore *not_moved;    /* (owned) of HsFormKept: what another version had and this has not */
  guint n_errors;
  HsDate today;         /* the day the rules were last run for */
  guint64 *dirty;       /* (owned) a bit a node of the plan */
  GPtrArray **pending;  /* (owned) rows to run each node for; NULL none */
  GPtrArray *touched;   /* (owned) (element-type HsFormField) with changes to tell */
  GPtrArray *undo;      /* (owned) (element-type HsFormEdit) */
  GPtrArray *redo;      /* (owned) (element-type HsFormEdit) */
  HsFormEdit *group;    /* (owned) (nullable) the step that edits go into now */
  guint group_depth;    /* hs_form_begin_edit() less hs_form_end_edit() */
  GError *rule_error;   /* (owned) (nullable) first rule that could not be computed */
  HsRuleMemo *memo;     /* (owned) (nullable) while one node of the plan runs in its rows */
  guint64 n_row_visits; /* rows that aggregates went over, ever: a measure for tests */
};

/* Fields and rows. */
HsFormRow *hs_form_row_new (HsForm *form, HsFormField *repeat, guint scope, const char *id);
HsFormField *hs_form_row_get_field (HsFormRow *self, HsFieldDef *def);
void hs_form_row_detach (HsFormRow *self);
guint hs_form_row_get_index (HsFormRow *self);
/* It and all rows around it are in the form, not taken out. */
gboolean hs_form_row_is_in (HsFormRow *self);
/* Its fields came, went or moved. */
void hs_form_row_touch (HsFormRow *self);
HsFormField *hs_form_field_new (HsForm *form, HsFormRow *row, HsFieldDef *def);
void hs_form_field_touch (HsFormField *self, HsFieldChanges changes);
void hs_form_field_tell (HsFormField *self);
gboolean hs_form_field_is_empty (HsFormField *self);
gboolean hs_form_field_is_in (HsFormField *self); /* see hs_form_row_is_in() */
/* Takes both. TRUE when it changed anything. */
gboolean hs_form_field_put (HsFormField *self, char *typed, JsonNode *value, gboolean unreadable);
HsFormSection *hs_form_section_new (HsForm *form, HsSectionDef *def);
/* Counts what the field is now instead of what it was. */
void hs_form_section_count (HsFormSection *self, HsFormField *field);
void hs_form_section_update (HsFormSection *self);
/* The field has an error, or else a warning. */
HsFormProblem *hs_form_problem_new (HsFormField *field);
gboolean hs_form_problem_is_of (HsFormProblem *self, HsFormField *field);
HsFormProblems *hs_form_problems_new (void);
guint hs_form_problems_count_errors (HsFormProblems *self);
void hs_form_problems_drop (HsFormProblems *self, HsFormField *field, gboolean has_moved);
void hs_form_problems_update (HsFormProblems *self, HsFormField *field);
void hs_form_problems_set_quiet (HsFormProblems *self, gboolean is_quiet);
typedef void (*HsFormFieldFunc) (HsFormField *field, gpointer data);
/* Fields in layout order, rows after their repeat. */
void hs_form_field_visit (HsFormField *self, HsFormFieldFunc func, gpointer data);

/* Values: what is typed, shown, kept. units may be NULL. */
gboolean hs_form_value_read (HsFormPlan *plan, HsUnits *units, HsFieldDef *def, const char *text,
                             JsonNode **value);
char *hs_form_value_to_text (HsFormPlan *plan, HsUnits *units, HsFieldDef *def, JsonNode *value);
gboolean hs_form_value_fits (HsFieldDef *def, JsonNode *value);
JsonNode *hs_form_value_normalize (HsFieldDef *def, JsonNode *value); /* consumes; NULL: missing */

/* Rules in the light of a form. */
typedef struct
{
  HsForm *form;
  HsFormRow *row;
} HsFormView;
HsRuleContext hs_form_view_context (HsFormView *view);
/* Reads "today" again. TRUE when it is another day. */
gboolean hs_form_read_clock (HsForm *self);

/* Settling. */
/* Takes error (nullable): the first that could not be computed is kept. */
void hs_form_note_error (HsForm *self, GError *error);
void hs_form_mark_verdict (HsForm *self, HsFormField *field);
/* TRUE: it is another state than before. */
gboolean hs_form_run_guard (HsForm *self, HsFormGuard *guard, HsFormRow *row);
gboolean hs_form_use_is_so (HsForm *self, HsFormRow *row, const HsGuardUse *use);
gboolean hs_form_uses_are_so (HsForm *self, HsFormRow *row, GArray *uses);
void hs_form_run_constraint (HsForm *self, HsFormConstraint *constraint, HsFormRow *row);
/* (nullable) the first constraint that blames the field. */
HsBlame *hs_form_find_blame (HsForm *self, HsFormField *field, HsFormConstraint **constraint);
/* (nullable) pointer inside the row. */
HsFormField *hs_form_find_in_row (HsFormRow *row, const char *pointer);
/* The one message of a field, made anew (hs-form-verdict.c). */
void hs_form_run_verdict (HsForm *self, HsFormField *field);
gboolean hs_form_decide (HsForm *self, HsFormRow *row, HsRule *rule);
void hs_form_mark_value (HsForm *self, HsFormField *field);
void hs_form_mark_row (HsForm *self, HsFormRow *row); /* everything in it */
void hs_form_settle (HsForm *self);
/* Settles, tells listeners, emits "changed". */
void hs_form_finish_edit (HsForm *self, const char *pointer);

/* An answer as one step of undo. Takes typed and value; origin (nullable) is not taken. TRUE: it is another
 * answer than before. */
gboolean hs_form_set_field (HsForm *self, HsFormField *field, char *typed, JsonNode *value,
                            gboolean unreadable, HsFormOrigin *origin);
void hs_form_field_set_origin (HsFormField *self, HsFormOrigin *origin /* nullable */);
HsFormOrigin *hs_form_origin_new (HsFormOriginKind kind, const char *name, gint64 at_us);
/* Origins as a draft keeps them: {pointer: {kind, name, at}}. */
JsonObject *hs_form_origin_to_json (const HsFormOrigin *self);
HsFormOrigin *hs_form_origin_from_json (JsonObject *object); /* (nullable) NULL: not readable */

/* Undo. */
void hs_form_edit_free (HsFormEdit *self);
HsFormEdit *hs_form_edit_new (HsForm *form, HsEditKind kind, HsFormField *field);
void hs_form_push_edit (HsForm *self, HsFormEdit *edit); /* takes it; done already */
void hs_form_run_edit (HsForm *self, HsFormEdit *edit, gboolean forward);

/* Answers of a row as an object; only_relevant: what the office gets. */
JsonNode *hs_form_row_dup_answers (HsFormRow *row, gboolean only_relevant);

G_END_DECLS
