#include "functions/format.c"

/*
 * How the threads of a group divide what is done for each row of a batch: neighbours have neighbouring rows, and those with the same row share
 * the work. A thread has the rows row, row + span, ... (one where the batch has no more rows than the group has threads), and of
 * each the parts part, part + parts, ...
 */
typedef struct
{
    int row;
    int span;
    int part;
    int parts;
} Duty;

DEVICE Duty duty_of(int batch)
{
    Duty duty;
    duty.span = batch < STAY ? batch : STAY;
    duty.parts = STAY / duty.span;
    /* Of an unsigned number, so that a compiler sees that none is negative. */
    duty.part = (int)((uint_bits)THREAD_X / (uint_bits)duty.span);
    /* Threads that are left over have no row. */
    duty.row = duty.part < duty.parts ? (int)((uint_bits)THREAD_X % (uint_bits)duty.span) : batch;
    return duty;
}
