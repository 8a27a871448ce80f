package io.tieline.testkit.federation;

/** What is promised to clients of several servers behind one front. */
public enum Rule {
    /** A request is answered by the server whose thing it names, and with its own answer. */
    THE_OWNER_ANSWERS,
    /** A question is asked of the call that caused it, and its answer reaches who has asked. */
    QUESTIONS_COME_HOME,
    /** Each request ends. */
    NOTHING_HANGS,
    /** Only what its client has taken back is taken back at a server. */
    ONLY_WHAT_IS_TAKEN_BACK_ENDS,
    /** What its client has taken back is taken back at the server. */
    WHAT_IS_TAKEN_BACK_ENDS,
    /** A request fails for a reason that its own server has given. */
    ERRORS_ARE_DESERVED,
    /** Of each server that is not named as away a list has everything, and nothing else. */
    LISTS_ARE_WHOLE,
    /** What two servers would show under one name is the first one's. */
    THE_FIRST_IN_THE_FILE_WINS,
    /** Where nobody can list, that is an error. */
    NO_EMPTY_LIST_IS_A_SUCCESS,
    /** What is hidden is neither shown nor called. */
    THE_HIDDEN_IS_OUT_OF_REACH,
    /** Nothing new reaches a server that a reload has taken away. */
    THE_REMOVED_IS_LEFT_ALONE,
    /** When all is well again, who has been given a list that is old has been told so. */
    CHANGES_ARE_TOLD,
    /** A URI that a server names leads to it. */
    LINKS_LEAD_HOME,
    /** A task is asked for at the server that runs it. */
    TASKS_STAY_AT_THEIR_SERVER,
    /** When everybody has gone nothing is kept. */
    NOTHING_IS_LEFT,
    /** Nothing is thrown. */
    NOTHING_IS_THROWN
}
